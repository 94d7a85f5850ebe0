import { parseCapability } from '@mediaconduit/sdk';
import { child, children, nameOfNode, nodesOf, type SyntaxNode } from './script';
import { applyEdits, wholeLines, type TextEdit } from './text-edits';

/** Functions that gave the registry, whose `register` a provider called at the end of its own file. */
const REGISTRIES = /^(?:get)?(?:Provider|Service)Registry$/;

/**
 * Names of the enums of the original core that have no value any more, and the line with which a provider registered
 * itself: it is loaded by its manifest now.
 */
export function mendSpellings(text: string, program: SyntaxNode, type: 'LOCAL' | 'REMOTE'): string {
  const registrations = children(program, 'body').filter(isSelfRegistration);
  const members = [...nodesOf(program)].flatMap((node) => memberEdit(node, type) ?? []);
  const statements = registrations.map((statement) => wholeLines(text, statement));
  const unused = registrations.length > 0 ? unusedImports(text, program, registrations) : [];
  return applyEdits(text, [...members, ...statements, ...unused]);
}

function memberEdit(node: SyntaxNode, type: string): TextEdit | undefined {
  if (node.type !== 'MemberExpression') return undefined;
  const property = child(node, 'property');
  const [object, name] = [nameOfNode(child(node, 'object')), nameOfNode(property) ?? ''];
  if (!property || property.type !== 'Identifier' || node['computed'] === true) return undefined;
  const capability = object === 'MediaCapability' ? parseCapability(name) : undefined;
  const wanted = capability?.replaceAll('-', '_').toUpperCase() ?? (isOddType(object, name) ? type : undefined);
  return wanted === undefined || wanted === name
    ? undefined
    : { start: property.start, end: property.end, text: wanted };
}

function isOddType(object: string | undefined, name: string): boolean {
  return object === 'ProviderType' && name !== 'LOCAL' && name !== 'REMOTE';
}

/** `ProviderRegistry.getInstance().register('cowsay', CowsayProvider);` */
function isSelfRegistration(statement: SyntaxNode): boolean {
  const call = child(statement, 'expression');
  const callee = child(call, 'callee');
  if (statement.type !== 'ExpressionStatement' || nameOfNode(child(callee, 'property')) !== 'register') return false;
  const made = child(child(callee, 'object'), 'callee');
  return REGISTRIES.test(nameOfNode(made) ?? nameOfNode(child(made, 'object')) ?? '');
}

/** Imports of nothing but the registry that was registered at. */
function unusedImports(text: string, program: SyntaxNode, gone: readonly SyntaxNode[]): TextEdit[] {
  const isGone = ({ start, end }: SyntaxNode): boolean => gone.some((one) => one.start <= start && end <= one.end);
  return children(program, 'body').flatMap((statement) => {
    if (statement.type !== 'ImportDeclaration') return [];
    const names = children(statement, 'specifiers').map((one) => nameOfNode(child(one, 'local')) ?? '');
    const isUsed = [...nodesOf(program)].some(
      (node) =>
        node.type === 'Identifier' &&
        names.includes(String(node['name'])) &&
        !isGone(node) &&
        !(statement.start <= node.start && node.end <= statement.end),
    );
    const isRegistry = names.length > 0 && names.every((name) => REGISTRIES.test(name));
    return isRegistry && !isUsed ? [wholeLines(text, statement)] : [];
  });
}
