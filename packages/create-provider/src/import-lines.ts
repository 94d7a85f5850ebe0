const WIDTH = 120;

/** An import of those names, on one line where it fits, as Prettier writes it. */
export function importLines(names: readonly string[], from: string): string {
  const line = `import { ${names.join(', ')} } from '${from}';`;
  if (line.length <= WIDTH) return onlyTypes(names, from) ?? line;
  return `import {\n${names.map((name) => `  ${name},\n`).join('')}} from '${from}';`;
}

function onlyTypes(names: readonly string[], from: string): string | undefined {
  if (!names.every((name) => name.startsWith('type '))) return undefined;
  return `import type { ${names.map((name) => name.slice('type '.length)).join(', ')} } from '${from}';`;
}
