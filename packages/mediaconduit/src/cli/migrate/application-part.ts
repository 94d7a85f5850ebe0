import { posix } from 'node:path';
import { moduleFiles } from './core-modules';
import type { Draft } from './draft';
import { moduleRequests, type ModuleRequest } from './module-requests';
import { JsonText } from './package-json';
import type { Scripts } from './scripts';
import { applyEdits, lineAt } from './text-edits';
import { folderOf, isTest } from './wanted-files';

/** An application that was written for the service manager of ClaraVerse. */
export interface ApplicationPart {
  readonly kind: 'application';
  readonly id: string;
  readonly folder: string;
  /** Its package.json. */
  readonly manifest: string;
}

const RUNTIME = '@mediaconduit/runtime';

/** Modules of ClaraVerse that the runtime has; definitions of services are often the application's own. */
const MODULE = /^\.{1,2}\/(?:.*\/)?(centralServiceManager|serviceConfiguration|serviceDefinitions)(?:\.c?js)?$/;
const OWN_COPY = /(?:^|\/)(?:centralServiceManager|serviceConfiguration)\.c?js$/;

/** Lets an application take the service manager from the package; its definitions are registered as they are. */
export function migrateApplication(draft: Draft, scripts: Scripts): ApplicationPart | undefined {
  const users = scripts.paths.filter((path) => !OWN_COPY.test(path) && managerOf(path, scripts).length > 0);
  if (!users.some((path) => !isTest(path))) return undefined;
  for (const path of users) move(path, scripts, draft);
  const [copy] = draft.paths.filter((path) => OWN_COPY.test(path));
  if (copy !== undefined) draft.todo({ file: copy, what: 'delete it', why: `it comes from ${RUNTIME} now` });
  return { kind: 'application', id: addRuntime(draft), folder: '', manifest: 'package.json' };
}

function managerOf(path: string, scripts: Scripts): ModuleRequest[] {
  const program = scripts.program(path);
  const requests = program ? moduleRequests(program).filter(({ specifier }) => MODULE.test(specifier)) : [];
  return requests.some(({ specifier }) => specifier.includes('centralServiceManager')) ? requests : [];
}

function move(path: string, scripts: Scripts, draft: Draft): void {
  const text = draft.text(path) ?? '';
  const requests = managerOf(path, scripts);
  const isOwn = ({ specifier }: ModuleRequest): boolean =>
    specifier.includes('serviceDefinitions') &&
    moduleFiles(posix.join(folderOf(path) || '.', specifier)).some((file) => draft.exists(file));
  for (const request of requests.filter(isOwn)) {
    draft.todo({
      file: path,
      line: lineAt(text, request.start),
      what: `keep ${request.specifier}, or take ${RUNTIME}/claraverse/serviceDefinitions.cjs`,
      why: 'definitions of the application itself are registered as they are; the six of ClaraVerse are in the package',
    });
  }
  const moved = requests.filter((request) => !isOwn(request));
  const edits = moved.map(({ end, specifier, start }) => {
    const name = MODULE.exec(specifier)?.[1] ?? '';
    return { start, end, text: `${RUNTIME}/claraverse/${name}.cjs` };
  });
  if (edits.length > 0) draft.write(path, applyEdits(text, edits));
}

/** Answers what the application is called. */
function addRuntime(draft: Draft): string {
  const json = new JsonText('package.json', draft.text('package.json') ?? '{\n  "private": true\n}\n');
  if (!(RUNTIME in json.section('dependencies'))) json.set(['dependencies', RUNTIME], '^1.0.0');
  draft.write('package.json', json.text);
  const { name } = json.members;
  return typeof name === 'string' ? name : 'application';
}
