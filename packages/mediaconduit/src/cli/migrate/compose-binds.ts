import { posix } from 'node:path';
import type { Draft } from './draft';
import { folderOf, isIn } from './wanted-files';
import type { YamlPath, YamlText } from './yaml-text';

/** A folder or file of this machine, mounted into a container. */
interface Bind {
  readonly source: string;
  readonly target: string;
  readonly readOnly: boolean;
}

/**
 * Binds of what lies in the service's folder stay: the engine takes them. A file that the container could change becomes
 * read-only, a folder outside becomes a volume, and the socket of Docker is told.
 */
export function convertBinds(yaml: YamlText, service: string, draft: Draft): void {
  const path = ['services', service, 'volumes'];
  for (let index = 0; index < yaml.count(path); index++) {
    const place = [...path, index];
    const bind = bindOf(yaml, place);
    if (!bind) continue;
    const inside = insideOf(yaml.file, bind.source);
    if (inside === undefined) convertOutside(yaml, place, bind, draft);
    else if (!bind.readOnly && draft.tree.paths.has(inside)) makeReadOnly(yaml, place, bind, draft);
  }
}

function bindOf(yaml: YamlText, place: YamlPath): Bind | undefined {
  const value = yaml.value(place);
  if (typeof value === 'string') {
    const [, source = '', target = '', mode = ''] = /^((?:\$\{[^}]*\}|[^:])+):([^:]+)(?::([^:]*))?$/.exec(value) ?? [];
    const isPath = /^[./~$\\]|\//.test(source);
    return isPath ? { source, target, readOnly: mode.split(',').includes('ro') } : undefined;
  }
  const { type, source, target, read_only: readOnly } = (value ?? {}) as Readonly<Record<string, unknown>>;
  if (type !== 'bind' || typeof source !== 'string') return undefined;
  return { source, target: String(target), readOnly: readOnly === true };
}

/** The path below the folder that is migrated; `undefined` for what lies outside the folder of the compose file. */
function insideOf(file: string, source: string): string | undefined {
  if (/^[/~$\\]/.test(source)) return undefined;
  const path = posix.normalize(posix.join(folderOf(file), source)).replace(/\/$/, '');
  const isInside = path !== '..' && !path.startsWith('../') && isIn(path === '.' ? '' : path, folderOf(file));
  return isInside ? path : undefined;
}

function makeReadOnly(yaml: YamlText, place: YamlPath, { source, target }: Bind, draft: Draft): void {
  if (yaml.isMap(place)) {
    if (yaml.has([...place, 'read_only'])) yaml.replace([...place, 'read_only'], true);
    else yaml.add(place, 'read_only', true);
  } else yaml.replace(place, `${source}:${target}:ro`);
  draft.note(`${yaml.file}: ${source} is read-only now: a container cannot change a file of this machine`);
}

function convertOutside(yaml: YamlText, place: YamlPath, { source, target }: Bind, draft: Draft): void {
  const line = yaml.line(place);
  if (/docker\.sock|^\/(?:proc|sys|dev|run|etc)(?:\/|$)/.test(source)) {
    draft.todo({
      file: yaml.file,
      line,
      what: `do without the mount of ${source}, or let its user run "mediaconduit trust"`,
      why: 'it opens this machine to the container; a service that asks for it is refused',
    });
    return;
  }
  const name = volumeName(target);
  if (yaml.isMap(place)) {
    yaml.replace([...place, 'type'], 'volume');
    yaml.replace([...place, 'source'], name);
    yaml.remove([...place, 'bind']);
  } else yaml.replace(place, `${name}:${target}`);
  if (!yaml.has(['volumes', name])) yaml.add(yaml.isMap(['volumes']) ? ['volumes'] : [], ...declared(yaml, name));
  draft.todo({
    file: yaml.file,
    line,
    what: `put what ${source} holds into the folder of the service, or let the service fetch it into the volume "${name}"`,
    why: 'folders outside the folder of the service are not mounted: the volume begins empty',
  });
}

function declared(yaml: YamlText, name: string): [key: string, value: unknown] {
  return yaml.isMap(['volumes']) ? [name, null] : ['volumes', { [name]: null }];
}

/** `/root/.cache/models` → `root-cache-models`. */
function volumeName(target: string): string {
  const name = target.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-+|-+$/g, '');
  return (name === '' ? 'data' : name).slice(-40).replace(/^-+/, '');
}
