import type { ParserPlugin } from '@babel/parser';

/** A node of a syntax tree, as far as it is read here. */
export interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

/** Why a script cannot be read, and where. */
export interface SyntaxFault {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** A script as a tree, or why there is none. */
export type ParsedScript = { readonly program: SyntaxNode } | { readonly fault: SyntaxFault };

/* eslint-disable-next-line @typescript-eslint/no-require-imports -- 40 ms that only a migration pays */
const loadParser = (): typeof import('@babel/parser') => require('@babel/parser') as typeof import('@babel/parser');

/** Reads TypeScript or JavaScript of any age; faults that leave the tree whole are passed over. */
export function parseScript(path: string, text: string): ParsedScript {
  try {
    const file = loadParser().parse(text, {
      sourceType: 'unambiguous',
      errorRecovery: true,
      allowReturnOutsideFunction: true,
      allowUndeclaredExports: true,
      attachComment: false,
      plugins: pluginsFor(path),
    });
    return { program: file.program as unknown as SyntaxNode };
  } catch (thrown) {
    const { loc, message } = thrown as { loc?: { line: number; column: number }; message?: string };
    if (!loc) throw thrown;
    const said = (message ?? 'malformed').replace(/\s*\(\d+:\d+\)$/, '');
    return { fault: { line: loc.line, column: loc.column + 1, message: said } };
  }
}

function pluginsFor(path: string): ParserPlugin[] {
  if (/\.[cm]?ts$/.test(path)) return ['typescript', 'decorators-legacy'];
  if (path.endsWith('.tsx')) return ['typescript', 'jsx', 'decorators-legacy'];
  return ['jsx', 'decorators-legacy'];
}

/** Every node below one, outer ones first. */
export function* nodesOf(root: SyntaxNode): Generator<SyntaxNode> {
  yield root;
  for (const value of Object.values(root)) {
    for (const item of Array.isArray(value) ? (value as unknown[]) : [value]) if (isNode(item)) yield* nodesOf(item);
  }
}

/** Whether a member of a node is a node. */
export function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value && 'end' in value;
}

/** The node under a key, if there is one. */
export function child(node: SyntaxNode | undefined, key: string): SyntaxNode | undefined {
  const value = node?.[key];
  return isNode(value) ? value : undefined;
}

/** The nodes of a list under a key. */
export function children(node: SyntaxNode | undefined, key: string): SyntaxNode[] {
  const value = node?.[key];
  return Array.isArray(value) ? value.filter(isNode) : [];
}

/** The name of an identifier, also of one that is a string. */
export function nameOfNode(node: SyntaxNode | undefined): string | undefined {
  if (node?.type === 'Identifier') return String(node['name']);
  return textOfNode(node);
}

/** What a string says, or a template without anything to fill in. */
export function textOfNode(node: SyntaxNode | undefined): string | undefined {
  if (node?.type === 'StringLiteral') return String(node['value']);
  if (node?.type !== 'TemplateLiteral' || children(node, 'expressions').length > 0) return undefined;
  const [quasi] = children(node, 'quasis');
  return (quasi?.['value'] as { cooked?: string } | undefined)?.cooked;
}
