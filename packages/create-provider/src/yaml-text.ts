const PLAIN = /^[A-Za-z](?:[\w .()/-]|,(?= )|'(?=\w))*$/;
const WORDS = /^(?:true|false|yes|no|on|off|null|y|n)$/i;

/** A string as YAML says it: as it is where nothing in it means something else, otherwise in quotes. */
export function yamlText(text: string): string {
  if (PLAIN.test(text) && !WORDS.test(text)) return text;
  return text.includes("'") || text.includes('\\') ? JSON.stringify(text) : `'${text}'`;
}
