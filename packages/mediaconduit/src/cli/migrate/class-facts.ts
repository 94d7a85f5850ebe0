import { constantsOf, evaluate, keyName, type Constants } from './evaluate';
import { child, children, nameOfNode, nodesOf, type SyntaxNode } from './script';

/** What a provider class says about itself without being run. */
export interface ClassFacts {
  readonly name: string;
  /** The script that it stands in. */
  readonly path: string;
  readonly node: SyntaxNode;
  readonly base: string | undefined;
  readonly isDefault: boolean;
  readonly isExported: boolean;
  readonly id: string | undefined;
  readonly title: string | undefined;
  readonly type: string | undefined;
  readonly capabilities: readonly string[];
  readonly models: readonly Readonly<Record<string, unknown>>[];
  /** Identifier of its service. */
  readonly serviceUrl: string | undefined;
}

const BASES = new Set(['AbstractDockerProvider', 'AbstractProvider', 'DockerMediaProvider', 'BaseProvider']);
const METHODS = ['getModel', 'getModelsForCapability', 'createModel'];

/** The classes of a script that are those of a provider. */
export function providerClasses(path: string, program: SyntaxNode): ClassFacts[] {
  const constants = constantsOf(program);
  return children(program, 'body').flatMap((statement) => {
    const isExport = /^Export(?:Named|Default)Declaration$/.test(statement.type);
    const node = isExport ? child(statement, 'declaration') : statement;
    if (!node || !/^Class(?:Declaration|Expression)$/.test(node.type) || !isProviderClass(node)) return [];
    const name = nameOfNode(child(node, 'id')) ?? 'Provider';
    const isDefault = statement.type === 'ExportDefaultDeclaration' || isExportedAs(program, name, 'default');
    const isNamed = statement.type === 'ExportNamedDeclaration';
    const isExported = isNamed || isExportedAs(program, name, name) || isAssigned(program, name);
    return [{ ...factsOf(node, constants), name, path, node, isDefault, isExported }];
  });
}

function isProviderClass(node: SyntaxNode): boolean {
  if (node['abstract'] === true) return false;
  const base = baseOf(node);
  if (base !== undefined && BASES.has(base)) return true;
  const implemented = children(node, 'implements').map((one) => nameOfNode(child(one, 'expression')));
  if (implemented.includes('MediaProvider')) return true;
  const names = membersOf(node).map((member) => keyName(child(member, 'key')));
  return METHODS.filter((name) => names.includes(name)).length >= 2 && names.includes('isAvailable');
}

function factsOf(
  node: SyntaxNode,
  constants: Constants,
): Omit<ClassFacts, 'name' | 'path' | 'node' | 'isDefault' | 'isExported'> {
  const said = (name: string): unknown => evaluate(valueOf(node, name), constants);
  const text = (name: string): string | undefined => textOrNothing(said(name));
  const listed = [said('models'), said('getModelsForCapability'), said('_models')].find((value) => isFilled(value));
  const ids = said('getAvailableModels');
  return {
    base: baseOf(node),
    id: text('id'),
    title: text('name'),
    type: text('type'),
    capabilities: textsOf(said('capabilities')),
    models: Array.isArray(listed) ? listed.filter(isModel) : textsOf(ids).map((id) => ({ id })),
    serviceUrl: text('getServiceUrl') ?? serviceUrlIn(node),
  };
}

function baseOf(node: SyntaxNode): string | undefined {
  return nameOfNode(child(node, 'superClass'));
}

/** Fields, methods and getters of a class. */
export function membersOf(node: SyntaxNode): SyntaxNode[] {
  return children(child(node, 'body'), 'body');
}

/** What a field is set to, in the class or its constructor, or what a method answers last. */
function valueOf(node: SyntaxNode, name: string): SyntaxNode | undefined {
  const member = membersOf(node).find((one) => keyName(child(one, 'key')) === name && one['static'] !== true);
  if (!member || (/Property$/.test(member.type) && !child(member, 'value'))) return assignedIn(node, name);
  if (/Property$/.test(member.type)) return child(member, 'value');
  const returns = [...nodesOf(member)].filter(({ type }) => type === 'ReturnStatement');
  const answers = returns.map((one) => child(one, 'argument'));
  return (
    answers.find((answer) => answer?.type === 'ArrayExpression' && children(answer, 'elements').length > 0) ??
    answers.at(-1)
  );
}

/** `this.id = 'cowsay'` in the constructor. */
function assignedIn(node: SyntaxNode, name: string): SyntaxNode | undefined {
  const made = membersOf(node).find((one) => one['kind'] === 'constructor');
  const assignments = made ? [...nodesOf(made)].filter(({ type }) => type === 'AssignmentExpression') : [];
  const found = assignments.find((one) => {
    const target = child(one, 'left');
    return child(target, 'object')?.type === 'ThisExpression' && nameOfNode(child(target, 'property')) === name;
  });
  return child(found, 'right');
}

/** `const serviceUrl = process.env.X || 'github:…'` of those that configure themselves. */
function serviceUrlIn(node: SyntaxNode): string | undefined {
  for (const one of nodesOf(node)) {
    const isNamed = one.type === 'VariableDeclarator' && nameOfNode(child(one, 'id')) === 'serviceUrl';
    const url = isNamed ? textOrNothing(evaluate(child(one, 'init'), new Map())) : undefined;
    if (url !== undefined) return url;
  }
  return undefined;
}

function isExportedAs(program: SyntaxNode, name: string, as: string): boolean {
  return children(program, 'body').some((statement) => {
    const declaration = child(statement, 'declaration');
    if (statement.type === 'ExportDefaultDeclaration') return as === 'default' && nameOfNode(declaration) === name;
    if (statement.type !== 'ExportNamedDeclaration' || child(statement, 'source')) return false;
    return children(statement, 'specifiers').some(
      (one) => nameOfNode(child(one, 'local')) === name && nameOfNode(child(one, 'exported')) === as,
    );
  });
}

/** `module.exports = …` and `exports.X = …` of CommonJS. */
function isAssigned(program: SyntaxNode, name: string): boolean {
  return children(program, 'body').some((statement) => {
    const assignment = child(statement, 'expression');
    const target = child(assignment, 'left');
    const root = nameOfNode(child(target, 'object')) ?? nameOfNode(child(child(target, 'object'), 'object'));
    if (assignment?.type !== 'AssignmentExpression' || (root !== 'module' && root !== 'exports')) return false;
    return [...nodesOf(assignment)].some((node) => node.type === 'Identifier' && node['name'] === name);
  });
}

function textOrNothing(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

function isFilled(value: unknown): boolean {
  return Array.isArray(value) && value.some(isModel);
}

function isModel(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string';
}
