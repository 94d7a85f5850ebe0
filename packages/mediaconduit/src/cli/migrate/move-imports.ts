import { isBuiltin } from 'node:module';
import { posix } from 'node:path';
import type { Draft } from './draft';
import { aliasedFiles, aliasedPath, coreModuleOf, isStaticService, moduleFiles, publishedName } from './core-modules';
import { moduleRequests, type ModuleRequest } from './module-requests';
import type { SyntaxNode } from './script';
import { applyEdits, lineAt, type TextEdit } from './text-edits';
import { folderOf } from './wanted-files';

/** What a script takes from others, once it is moved. */
export interface MovedImports {
  readonly text: string;
  /** Our packages that it names. */
  readonly packages: ReadonlySet<string>;
  /** Other packages that it names. */
  readonly others: ReadonlySet<string>;
}

/** Lets everything that names a module of the original core name the package that is published. */
export function moveImports(path: string, text: string, program: SyntaxNode, draft: Draft): MovedImports {
  const edits: TextEdit[] = [];
  const packages = new Set<string>();
  const others = new Set<string>();
  for (const request of moduleRequests(program)) {
    const module = coreModuleOf(request.specifier, path, (file) => draft.exists(file));
    if (module === undefined) {
      noteOther(request, { path, text, others, draft });
      continue;
    }
    const name = publishedName(request);
    packages.add(name);
    if (request.specifier === name) continue;
    edits.push({ start: request.start, end: request.end, text: name });
    if (request.isMock && module !== '') tellMock(request, { path, text, draft });
  }
  return { text: applyEdits(text, edits), packages, others };
}

interface Place {
  readonly path: string;
  readonly text: string;
  readonly draft: Draft;
}

function noteOther({ specifier, start, statement }: ModuleRequest, place: Place & { others: Set<string> }): void {
  const { draft, others, path, text } = place;
  const aliased = aliasedPath(specifier, (file) => draft.exists(file));
  if (aliased === undefined && !/^\.{1,2}(?:\/|$)/.test(specifier)) {
    const name = packageOf(specifier);
    if (name !== undefined) others.add(name);
    return;
  }
  const target = posix.normalize(posix.join(folderOf(path) || '.', specifier));
  const files = aliased === undefined ? moduleFiles(target) : aliasedFiles(aliased);
  if (isStaticService(specifier) || files.some((file) => draft.exists(file)) || target.startsWith('../')) return;
  const isHandedOn = statement?.type === 'ExportAllDeclaration';
  draft.todo({
    file: path,
    line: lineAt(text, start),
    what: isHandedOn ? `take the line away that hands on ${specifier}` : `add ${specifier}, or take its import away`,
    why: isHandedOn
      ? 'there is no such file; it is passed over with a warning, but does not build'
      : 'there is no such file',
  });
}

/** `@scope/name/part` → `@scope/name`; `undefined` for what belongs to Node.js. */
function packageOf(specifier: string): string | undefined {
  const name = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
  return /^(?:node:|#|\/)/.test(specifier) || isBuiltin(name) ? undefined : name;
}

function tellMock({ start, specifier }: ModuleRequest, { path, text, draft }: Place): void {
  draft.todo({
    file: path,
    line: lineAt(text, start),
    what: 'let the mock hand on the rest: ...jest.requireActual(…)',
    why: `it stood for ${specifier} alone, and stands for the whole package now`,
  });
}
