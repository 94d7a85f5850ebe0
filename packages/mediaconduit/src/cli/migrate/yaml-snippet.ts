/* eslint-disable-next-line @typescript-eslint/no-require-imports -- as in yaml-text */
const loadYaml = (): typeof import('yaml') => require('yaml') as typeof import('yaml');

/** Lists up to this many characters stand on one line. */
const SHORT = 80;

/** A key with its value as lines, as a person would write it. */
export function blockOf(key: string, value: unknown, { indent, eol }: { indent: string; eol: string }): string {
  const yaml = loadYaml();
  const document = new yaml.Document({ [key]: value });
  yaml.visit(document, {
    Seq: (_key, node) => {
      const texts = node.items.map((item) => (yaml.isScalar(item) ? String(item.value) : undefined));
      if (texts.every((text) => text !== undefined) && texts.join(', ').length <= SHORT) node.flow = true;
    },
  });
  const lines = document
    .toString({ ...PLAIN })
    .trimEnd()
    .split('\n');
  return lines.map((line) => (line === '' ? eol : `${indent}${line}${eol}`)).join('');
}

/** A key with its value on one line, for a map in braces. */
export function flowOf(key: string, value: unknown): string {
  const yaml = loadYaml();
  const document = new yaml.Document({ [key]: value });
  yaml.visit(document, { Collection: (_key, node) => void (node.flow = true) });
  return document
    .toString({ ...PLAIN })
    .trim()
    .replace(/^\{|\}$/g, '');
}

/** A scalar, in the quotes of the one that it replaces. */
export function scalarOf(value: string | number | boolean, type: string | null | undefined): string {
  if (typeof value !== 'string') return String(value);
  if (type === 'QUOTE_DOUBLE') return JSON.stringify(value);
  if (type === 'QUOTE_SINGLE') return `'${value.replaceAll("'", "''")}'`;
  return loadYaml()
    .stringify(value, { ...PLAIN })
    .trim();
}

const PLAIN = { singleQuote: true, lineWidth: 0, nullStr: '', flowCollectionPadding: false } as const;
