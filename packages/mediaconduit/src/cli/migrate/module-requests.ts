import { child, children, nameOfNode, nodesOf, textOfNode, type SyntaxNode } from './script';

/** A place in a script that names a module. */
export interface ModuleRequest {
  readonly specifier: string;
  /** Offsets of what stands between the quotes. */
  readonly start: number;
  readonly end: number;
  /** What is taken from the module; `undefined` when that cannot be told, or it is all of it. */
  readonly names: readonly string[] | undefined;
  /** Hands on what it takes: what is only a type there needs something that stands for it. */
  readonly isExport: boolean;
  /** Puts something else in the place of the module. */
  readonly isMock: boolean;
  /** The whole statement, when there is one that does nothing else. */
  readonly statement?: SyntaxNode;
}

/** `jest.mock(…)` and its like, which name modules as imports do. */
const MOCKS = new Set(['mock', 'doMock', 'unmock', 'dontMock', 'setMock', 'unstable_mockModule']);
const UNMOCKED = new Set(['requireActual', 'requireMock', 'createMockFromModule', 'importActual', 'importMock']);

/** Every import, export, require, dynamic import, type import and mock of a script. */
export function moduleRequests(program: SyntaxNode): ModuleRequest[] {
  const requests: ModuleRequest[] = [];
  const taken = new Map<SyntaxNode, readonly string[]>();
  for (const node of nodesOf(program)) {
    noteTaken(node, taken);
    const request = requestOf(node, taken);
    if (request) requests.push(request);
  }
  return requests;
}

/** `const { a, b } = require(…)` and `= await import(…)`: the outer node comes first. */
function noteTaken(node: SyntaxNode, taken: Map<SyntaxNode, readonly string[]>): void {
  const pattern = child(node, 'id');
  if (node.type !== 'VariableDeclarator' || pattern?.type !== 'ObjectPattern') return;
  const properties = children(pattern, 'properties');
  if (properties.some(({ type }) => type !== 'ObjectProperty')) return;
  const names = properties.map((property) => nameOfNode(child(property, 'key')) ?? '');
  const value = child(node, 'init');
  const call = value?.type === 'AwaitExpression' ? child(value, 'argument') : value;
  if (call) taken.set(call, names);
}

function requestOf(node: SyntaxNode, taken: ReadonlyMap<SyntaxNode, readonly string[]>): ModuleRequest | undefined {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
      return toRequest(child(node, 'source'), { names: namesOfDeclaration(node), statement: node });
    case 'TSExternalModuleReference':
      return toRequest(child(node, 'expression'));
    case 'TSImportType':
      return toRequest(typeArgument(node), { names: qualifierOf(node) });
    case 'TSModuleDeclaration':
      return toRequest(child(node, 'id'));
    case 'ImportExpression':
      return toRequest(child(node, 'source'), { names: taken.get(node) });
    case 'CallExpression':
      return requestOfCall(node, taken);
    default:
      return undefined;
  }
}

function requestOfCall(node: SyntaxNode, taken: ReadonlyMap<SyntaxNode, readonly string[]>): ModuleRequest | undefined {
  const callee = child(node, 'callee');
  const [argument] = children(node, 'arguments');
  if (callee?.type === 'Import' || nameOfNode(callee) === 'require')
    return toRequest(argument, { names: taken.get(node) });
  if (callee?.type !== 'MemberExpression') return undefined;
  const [object, property] = [nameOfNode(child(callee, 'object')), nameOfNode(child(callee, 'property')) ?? ''];
  if (object === 'require' && property === 'resolve') return toRequest(argument);
  if (object !== 'jest' && object !== 'vi') return undefined;
  if (MOCKS.has(property)) return toRequest(argument, { isMock: true });
  return UNMOCKED.has(property) ? toRequest(argument) : undefined;
}

function toRequest(
  literal: SyntaxNode | undefined,
  more: Partial<Pick<ModuleRequest, 'names' | 'isMock' | 'statement'>> = {},
): ModuleRequest | undefined {
  const specifier = textOfNode(literal);
  if (specifier === undefined || literal === undefined) return undefined;
  const { names, isMock = false, statement } = more;
  const isExport = statement?.type.startsWith('Export') === true && statement['exportKind'] !== 'type';
  return { specifier, start: literal.start + 1, end: literal.end - 1, names, isExport, isMock, statement };
}

function namesOfDeclaration(node: SyntaxNode): string[] | undefined {
  const specifiers = children(node, 'specifiers');
  const named = specifiers.filter(({ type }) => type === 'ImportSpecifier' || type === 'ExportSpecifier');
  if (named.length !== specifiers.length || named.length === 0) return undefined;
  const side = node.type === 'ImportDeclaration' ? 'imported' : 'local';
  return named.map((specifier) => nameOfNode(child(specifier, side)) ?? '');
}

/** `import('x').Text` names the module in its argument, older trees as a literal type around it. */
function typeArgument(node: SyntaxNode): SyntaxNode | undefined {
  const argument = child(node, 'argument');
  return child(argument, 'literal') ?? argument;
}

function qualifierOf(node: SyntaxNode): string[] | undefined {
  let qualifier = child(node, 'qualifier');
  while (qualifier?.type === 'TSQualifiedName') qualifier = child(qualifier, 'left');
  const name = nameOfNode(qualifier);
  return name === undefined ? undefined : [name];
}
