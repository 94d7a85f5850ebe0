import { posix } from 'node:path';
import { aliasedFiles, aliasedPath, isCoreFile, moduleFiles, SDK } from './core-modules';
import type { Draft } from './draft';
import type { FoundProvider } from './find-provider';
import { tellFixedAddresses } from './fixed-addresses';
import { takeGivenService } from './given-service';
import { moduleRequests } from './module-requests';
import { moveImports } from './move-imports';
import { mendSpellings } from './old-spellings';
import { child, nameOfNode, nodesOf, type SyntaxNode } from './script';
import type { Scripts } from './scripts';
import { folderOf, isIn, isTest } from './wanted-files';

/** What the code of a provider takes from outside, once it is moved. */
export interface MigratedCode {
  /** Our packages. */
  readonly packages: ReadonlySet<string>;
  /** Other packages, of what is no test. */
  readonly others: ReadonlySet<string>;
  /** Variables of the environment that it reads. */
  readonly variables: readonly string[];
  readonly extendsBaseProvider: boolean;
}

/**
 * Rewrites every script of a provider that says something of the original core.
 * @param hasService whether its service lies beside it.
 */
export function migrateScripts(
  { facts, root }: FoundProvider,
  { hasService, scripts }: { readonly hasService: boolean; readonly scripts: Scripts },
  draft: Draft,
): MigratedCode {
  const code = { packages: new Set<string>(), others: new Set<string>(), variables: new Set<string>() };
  const isLocal = hasService || facts?.serviceUrl !== undefined || isDocker(facts?.base);
  let extendsBaseProvider = false;
  for (const path of scripts.paths.filter((one) => isIn(one, root))) {
    rewrite(path, { scripts, draft, work: (text, program) => takeGivenService({ path, text, program }, draft) });
    rewrite(path, {
      scripts,
      draft,
      work: (text, program) => mendSpellings(text, program, isLocal ? 'LOCAL' : 'REMOTE'),
    });
    rewrite(path, {
      scripts,
      draft,
      work: (text, program) => {
        const moved = moveImports(path, text, program, draft);
        for (const name of moved.packages) code.packages.add(name);
        if (!isTest(path)) for (const name of moved.others) code.others.add(name);
        return moved.text;
      },
    });
    const program = scripts.program(path);
    if (!program || isTest(path)) continue;
    for (const name of variablesOf(program)) code.variables.add(name);
    extendsBaseProvider ||= path === facts?.path && facts.base === 'BaseProvider';
    tellFixedAddresses(path, { text: draft.text(path) ?? '', program }, draft);
  }
  dropStaticServices(root, scripts, draft);
  tellCoreFiles(root, draft);
  return { ...code, variables: [...code.variables], extendsBaseProvider };
}

function isDocker(base: string | undefined): boolean {
  return base === 'AbstractDockerProvider' || base === 'DockerMediaProvider';
}

interface Rewriting {
  readonly scripts: Scripts;
  readonly draft: Draft;
  readonly work: (text: string, program: SyntaxNode) => string;
}

function rewrite(path: string, { draft, scripts, work }: Rewriting): void {
  const program = scripts.program(path);
  const text = draft.text(path);
  if (!program || text === undefined) return;
  const after = work(text, program);
  if (after !== text) draft.write(path, after);
}

/** `process.env.NAME` and `process.env['NAME']`. */
function variablesOf(program: SyntaxNode): string[] {
  return [...nodesOf(program)].flatMap((node) => {
    const object = child(node, 'object');
    const isEnvironment =
      node.type === 'MemberExpression' &&
      nameOfNode(child(object, 'object')) === 'process' &&
      nameOfNode(child(object, 'property')) === 'env';
    const name = isEnvironment ? nameOfNode(child(node, 'property')) : undefined;
    return name !== undefined && /^[A-Z][A-Z0-9_]*$/.test(name) ? [name] : [];
  });
}

/** The classes of static services that nobody uses any more. */
function dropStaticServices(root: string, scripts: Scripts, draft: Draft): void {
  const classes = draft.paths.filter(
    (path) => isIn(path, root) && /(?:^|\/)services\/\w+DockerService\.[jt]s$/.test(path),
  );
  for (const path of classes) {
    const used = scripts.paths.some((other) => other !== path && asksFor(other, path, scripts));
    if (!used) draft.delete(path);
  }
}

function asksFor(from: string, path: string, scripts: Scripts): boolean {
  const program = scripts.program(from);
  if (!program) return true;
  return moduleRequests(program).some(({ specifier }) => {
    const target = posix.normalize(posix.join(folderOf(from) || '.', specifier));
    const aliased = aliasedPath(specifier, (file) => scripts.paths.includes(file));
    if (aliased !== undefined) return aliasedFiles(aliased).includes(path);
    return specifier.startsWith('.') && moduleFiles(target).includes(path);
  });
}

function tellCoreFiles(root: string, draft: Draft): void {
  const files = draft.paths.filter((path) => isIn(path, root) && isCoreFile(path));
  const [first] = files;
  if (first === undefined) return;
  const more = files.length > 1 ? ` and ${files.length - 1} more files of the core` : '';
  draft.todo({ file: first, what: `delete it${more}`, why: `they come from ${SDK} and the core's package now` });
}
