import { parseCapability } from '@mediaconduit/sdk';
import { child, children, nameOfNode, textOfNode, type SyntaxNode } from './script';

/** What a script says at its top, by name. */
export type Constants = ReadonlyMap<string, SyntaxNode>;

/** Expressions within expressions, and constants within constants. */
const DEEPEST = 20;

/** The value of an expression that says one by itself; `undefined` for what only running it would tell. */
export function evaluate(node: SyntaxNode | undefined, constants: Constants, depth = 0): unknown {
  if (!node || depth > DEEPEST) return undefined;
  const inner = (key: string): unknown => evaluate(child(node, key), constants, depth + 1);
  switch (node.type) {
    case 'StringLiteral':
    case 'NumericLiteral':
    case 'BooleanLiteral':
      return node['value'];
    case 'TemplateLiteral':
      return textOfNode(node);
    case 'NullLiteral':
      return null;
    case 'Identifier':
      return evaluate(constants.get(String(node['name'])), constants, depth + 1);
    case 'ArrayExpression':
      return evaluateList(node, constants, depth);
    case 'ObjectExpression':
      return evaluateObject(node, constants, depth);
    case 'MemberExpression':
      return evaluateMember(node);
    case 'LogicalExpression':
      return inner('left') ?? inner('right'); // process.env.X || 'usual'
    case 'UnaryExpression':
      return node['operator'] === '-' && typeof inner('argument') === 'number' ? -Number(inner('argument')) : undefined;
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
    case 'TSTypeAssertion':
    case 'ParenthesizedExpression':
      return inner('expression');
    default:
      return undefined;
  }
}

function evaluateList(node: SyntaxNode, constants: Constants, depth: number): unknown[] {
  return children(node, 'elements').flatMap((element) => {
    if (element.type !== 'SpreadElement') return [evaluate(element, constants, depth + 1)];
    const spread = evaluate(child(element, 'argument'), constants, depth + 1);
    return Array.isArray(spread) ? (spread as unknown[]) : [];
  });
}

function evaluateObject(node: SyntaxNode, constants: Constants, depth: number): Record<string, unknown> {
  const entries = children(node, 'properties').flatMap((property): [string, unknown][] => {
    if (property.type === 'SpreadElement') {
      const spread = evaluate(child(property, 'argument'), constants, depth + 1);
      return typeof spread === 'object' && spread !== null ? Object.entries(spread) : [];
    }
    const key = property['computed'] === true ? undefined : keyName(child(property, 'key'));
    const value = evaluate(child(property, 'value'), constants, depth + 1);
    return key === undefined || value === undefined ? [] : [[key, value]];
  });
  return Object.fromEntries(entries);
}

/** The name of a key, whether it is written as a word, a text or a number. */
export function keyName(key: SyntaxNode | undefined): string | undefined {
  return key?.type === 'NumericLiteral' ? String(key['value']) : nameOfNode(key);
}

/** Members of the enums of the original core. */
function evaluateMember(node: SyntaxNode): unknown {
  const holder = child(node, 'object');
  const object = nameOfNode(holder) ?? nameOfNode(child(holder, 'property')); // also provider_1.MediaCapability
  const name = nameOfNode(child(node, 'property')) ?? '';
  if (object === 'MediaCapability') return parseCapability(name);
  if (object === 'ProviderType') return /^(?:LOCAL|REMOTE)$/i.test(name) ? name.toLowerCase() : undefined;
  return undefined;
}

/** Every constant at the top of a script. */
export function constantsOf(program: SyntaxNode): Constants {
  const constants = new Map<string, SyntaxNode>();
  for (const statement of children(program, 'body')) {
    const declaration = statement.type === 'ExportNamedDeclaration' ? child(statement, 'declaration') : statement;
    if (declaration?.type !== 'VariableDeclaration' || declaration['kind'] !== 'const') continue;
    for (const declarator of children(declaration, 'declarations')) {
      const [name, value] = [nameOfNode(child(declarator, 'id')), child(declarator, 'init')];
      if (name !== undefined && value) constants.set(name, value);
    }
  }
  return constants;
}
