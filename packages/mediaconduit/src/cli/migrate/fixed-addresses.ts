import type { Draft } from './draft';
import { keyName } from './evaluate';
import { children, isNode, textOfNode, type SyntaxNode } from './script';
import { lineAt } from './text-edits';

const ADDRESS = /^https?:\/\/(?:localhost|127\.0\.0\.1):\d+/;

/** Of one file. */
const MOST_TOLD = 10;

/** Methods that only say what is used where there is no service. */
const FALLBACKS = new Set(['getDefaultBaseUrl', 'autoConfigureFromEnv', 'onFallbackConfiguration']);

/** Tells addresses with a fixed port: a service has another one at every start. */
export function tellFixedAddresses(
  path: string,
  { program, text }: { readonly text: string; readonly program: SyntaxNode },
  draft: Draft,
): void {
  for (const node of fixedIn(program).slice(0, MOST_TOLD)) {
    draft.todo({
      file: path,
      line: lineAt(text, node.start),
      what: 'take the port from the service: getServiceInfo().ports[0]',
      why: `${said(node)} is where it was once; a service gets a free port`,
    });
  }
}

function fixedIn(node: SyntaxNode): SyntaxNode[] {
  const key = keyName(node['key'] as SyntaxNode | undefined);
  if (key !== undefined && FALLBACKS.has(key)) return [];
  if (ADDRESS.test(said(node))) return [node];
  return Object.values(node).flatMap((value) =>
    (Array.isArray(value) ? (value as unknown[]) : [value]).filter(isNode).flatMap(fixedIn),
  );
}

/** The beginning of a text; `${…}` may follow. */
function said(node: SyntaxNode): string {
  if (node.type !== 'TemplateLiteral') return textOfNode(node) ?? '';
  const [first] = children(node, 'quasis');
  return (first?.['value'] as { cooked?: string } | undefined)?.cooked ?? '';
}
