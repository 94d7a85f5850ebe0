import { isStaticService } from './core-modules';
import type { Draft } from './draft';
import { keyName } from './evaluate';
import { child, children, isNode, nameOfNode, nodesOf, type SyntaxNode } from './script';
import { applyEdits, lineAt, lineEndOf, lineStart, nextLine, wholeLines, type TextEdit } from './text-edits';

/** What the service of the original core was called besides, with the name that every service has. */
const RENAMED = new Map([
  ['isHealthy', 'isServiceHealthy'],
  ['getDockerServiceInfo', 'getServiceInfo'],
]);

/** One script that is rewritten. */
interface Script {
  readonly path: string;
  readonly text: string;
  readonly program: SyntaxNode;
}

/** Uses of the class of a static service. */
interface Uses {
  readonly types: SyntaxNode[];
  /** `given || new CowsayDockerService()` */
  readonly fallbacks: SyntaxNode[];
  readonly made: { readonly node: SyntaxNode; readonly owner: SyntaxNode; readonly field: SyntaxNode | undefined }[];
  readonly others: SyntaxNode[];
}

/**
 * Providers of the original core made their service themselves, from a class with fixed ports. They are given one now:
 * the class goes, and the constructor takes the service. What does more with that class is told and left as it is.
 */
export function takeGivenService({ path, program, text }: Script, draft: Draft): string {
  const edits: TextEdit[] = [];
  for (const statement of children(program, 'body')) {
    const source = statement.type === 'ImportDeclaration' ? nameOfNode(child(statement, 'source')) : undefined;
    if (source === undefined || !isStaticService(source)) continue;
    const names = children(statement, 'specifiers').map((one) => nameOfNode(child(one, 'local')) ?? '');
    const found = names.map((name) => ({ name, uses: usesOf(program, name) }));
    const stuck = found.flatMap(({ name, uses }) => uses.others.map((node) => ({ name, node })));
    for (const { name, node } of stuck) tellStuck(name, lineAt(text, node.start), { path, draft });
    if (stuck.length > 0) continue;
    edits.push(wholeLines(text, statement), ...found.flatMap(({ uses }) => editsOf(uses, { path, text, program })));
  }
  if (edits.length === 0) return text;
  return applyEdits(text, [...edits, ...renamesIn(program)]);
}

function tellStuck(name: string, line: number, { draft, path }: { path: string; draft: Draft }): void {
  draft.todo({
    file: path,
    line,
    what: `use the service that the constructor of the provider is given instead of ${name}`,
    why: 'it starts a container of its own, at a fixed port, beside the service that runs',
  });
}

function usesOf(program: SyntaxNode, name: string): Uses {
  const uses: Uses = { types: [], fallbacks: [], made: [], others: [] };
  const visit = (node: SyntaxNode, above: readonly SyntaxNode[]): void => {
    if (node.type === 'ImportDeclaration') return;
    if (node.type === 'Identifier' && node['name'] === name) sort(node, above, uses);
    for (const value of Object.values(node)) {
      for (const item of Array.isArray(value) ? (value as unknown[]) : [value])
        if (isNode(item)) visit(item, [node, ...above]);
    }
  };
  visit(program, []);
  return uses;
}

function sort(node: SyntaxNode, above: readonly SyntaxNode[], uses: Uses): void {
  const [parent, outer] = above;
  if (parent?.type === 'TSTypeReference') uses.types.push(parent);
  else if (parent?.type !== 'NewExpression' || child(parent, 'callee') !== node) uses.others.push(node);
  else if (outer?.type === 'LogicalExpression' && child(outer, 'right') === parent) uses.fallbacks.push(parent);
  else {
    const owner = above.find(({ type }) => /^Class(?:Declaration|Expression)$/.test(type));
    const field = outer && /Property$/.test(outer.type) ? outer : undefined;
    const isInConstructor = above.some((one) => one['kind'] === 'constructor');
    if (owner && isProvider(owner) && (field !== undefined || isInConstructor))
      uses.made.push({ node: parent, owner, field });
    else uses.others.push(node);
  }
}

function isProvider(owner: SyntaxNode): boolean {
  return children(child(owner, 'body'), 'body').some((member) => keyName(child(member, 'key')) === 'getModel');
}

function editsOf({ fallbacks, made, types }: Uses, script: Script): TextEdit[] {
  const swap = (text: string) => (node: SyntaxNode) => ({ start: node.start, end: node.end, text });
  const inConstructor = made.filter(({ field }) => field === undefined);
  const fields = made.flatMap(({ field, owner }) => (field ? [{ field, owner }] : []));
  const owners = [...new Set(made.map(({ owner }) => owner))];
  return [
    ...types.map(swap('any')),
    ...fallbacks.map(swap('null')),
    ...inConstructor.map(({ node }) => swap('dockerService')(node)),
    ...fields.map(({ field }) => withoutValue(field)),
    ...owners.flatMap((owner) => {
      const set = fields.filter((one) => one.owner === owner).map(({ field }) => field);
      return constructorEdits(owner, set, script);
    }),
  ];
}

/** `private service = new X();` → `private service: any;` */
function withoutValue(field: SyntaxNode): TextEdit {
  const type = child(field, 'typeAnnotation');
  const key = child(field, 'key');
  const value = child(field, 'value');
  const start = type?.end ?? key?.end ?? field.start;
  return { start, end: value?.end ?? start, text: type === undefined ? ': any' : '' };
}

function constructorEdits(owner: SyntaxNode, fields: readonly SyntaxNode[], { path, text }: Script): TextEdit[] {
  const eol = lineEndOf(text);
  const parameter = /\.[cm]?tsx?$/.test(path) ? 'dockerService?: any' : 'dockerService';
  const sets = fields.map((field) => `this.${keyName(child(field, 'key'))} = dockerService;`);
  const made = children(child(owner, 'body'), 'body').find((member) => member['kind'] === 'constructor');
  if (!made) {
    const [field] = fields;
    if (!field) return [];
    const indent = ' '.repeat(field.start - lineStart(text, field.start));
    const lines = [...(child(owner, 'superClass') ? ['super(dockerService);'] : []), ...sets];
    const body = lines.map((line) => `${indent}  ${line}${eol}`).join('');
    const at = nextLine(text, field.end);
    return [{ start: at, end: at, text: `${eol}${indent}constructor(${parameter}) {${eol}${body}${indent}}${eol}` }];
  }
  const open = text.indexOf('(', child(made, 'key')?.end ?? made.start) + 1;
  const hasParameters = children(made, 'params').length > 0;
  const takes = { start: open, end: open, text: hasParameters ? `${parameter}, ` : parameter };
  const handsOn = superCall(made);
  const block = child(made, 'body');
  const at = handsOn ? nextLine(text, handsOn.end) : nextLine(text, (block?.start ?? open) + 1);
  const indent = ' '.repeat(made.start - lineStart(text, made.start) + 2);
  const assignments = sets.map((line) => ({ start: at, end: at, text: `${indent}${line}${eol}` }));
  const passes = handsOn && children(handsOn, 'arguments').length === 0 ? [passed(handsOn)] : [];
  return [takes, ...passes, ...assignments];
}

function superCall(made: SyntaxNode): SyntaxNode | undefined {
  return [...nodesOf(made)].find((node) => node.type === 'CallExpression' && child(node, 'callee')?.type === 'Super');
}

/** `super()` → `super(dockerService)` */
function passed(call: SyntaxNode): TextEdit {
  return { start: call.end - 1, end: call.end - 1, text: 'dockerService' };
}

function renamesIn(program: SyntaxNode): TextEdit[] {
  return [...nodesOf(program)].flatMap((node) => {
    const object = child(node, 'object');
    const property = child(node, 'property');
    const name = RENAMED.get(nameOfNode(property) ?? '');
    const holder = nameOfNode(child(object, 'property')) ?? nameOfNode(object) ?? '';
    const isService = node.type.endsWith('MemberExpression') && /docker(?:Service|ServiceManager)$/i.test(holder);
    return name !== undefined && property && isService
      ? [{ start: property.start, end: property.end, text: name }]
      : [];
  });
}
