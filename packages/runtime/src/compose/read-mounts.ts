import { createHash } from 'node:crypto';
import { relative } from 'node:path';
import type { ComposeMount } from './compose-service';
import type { ComposeScope, Field } from './compose-scope';
import { containedPath } from './contained-path';
import { booleanOf, itemsOf, knownEntriesOf, textOf, textsOf } from './read-field';
import { bytesOf } from './read-quantity';

const MODES = new Set(['ro', 'rw', 'z', 'Z', 'cached', 'delegated', 'consistent', 'nocopy']);
/** Names of volumes are cut at 40 characters. */
const LONGEST_SEEDED = 34;

const VOLUME_NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]*$/;

/** A mount as the file writes it, before it is known what it may become. */
interface WrittenMount {
  readonly source: string | undefined;
  readonly target: string;
  readonly readOnly: boolean;
  readonly noCopy?: boolean;
}

/** A part of a long form that only its own type of mount may have. */
const PARTS = ['bind', 'volume', 'tmpfs'] as const;

/** `volumes:` of a service: named and anonymous volumes, tmpfs, and binds of what lies in the service's folder. */
export function readMounts(scope: ComposeScope, field: Field): ComposeMount[] {
  return itemsOf(scope, field).map((item) =>
    item.node.kind === 'map' ? longMount(scope, item) : shortMount(scope, item),
  );
}

/** `tmpfs:` of a service, one path or a list of them. */
export function readTmpfs(scope: ComposeScope, field: Field): ComposeMount[] {
  return textsOf(scope, field).map((text) => {
    const [target = '', options = ''] = text.split(':', 2);
    const unknown = options
      .split(',')
      .find((option) => option !== '' && !/^(size=\d+[bkmg]?|mode=[0-7]{3,4}|rw)$/i.test(option));
    if (unknown !== undefined) throw scope.refuse(field, `the option "${unknown}" of a tmpfs is not taken`);
    const size = /(?:^|,)size=([^,]+)/i.exec(options)?.[1];
    const mode = /(?:^|,)mode=([^,]+)/i.exec(options)?.[1];
    const sizeField = { ...field, node: { kind: 'scalar' as const, place: field.place, text: size ?? null } };
    return {
      kind: 'tmpfs',
      target: checkTarget(scope, field, target),
      ...(size === undefined ? {} : { sizeBytes: bytesOf(scope, sizeField) }),
      ...(mode === undefined ? {} : { mode }),
    };
  });
}

function shortMount(scope: ComposeScope, field: Field): ComposeMount {
  const text = textOf(scope, field);
  const parts = text.split(':');
  if (parts.length > 3) throw scope.invalid(field, `has to be source:target[:mode], not "${text}"`);
  const [source, target, mode = ''] = parts.length === 1 ? [undefined, parts[0] ?? ''] : parts;
  const modes = mode === '' ? [] : mode.split(',');
  const unknown = modes.find((one) => !MODES.has(one));
  if (unknown !== undefined) throw scope.refuse(field, `the mount mode "${unknown}" is not taken`);
  const [readOnly, noCopy] = [modes.includes('ro'), modes.includes('nocopy') || undefined];
  const written = { source, target: checkTarget(scope, field, target ?? ''), readOnly, noCopy };
  return source !== undefined && isPath(source) ? bind(scope, field, written) : volume(scope, field, written);
}

function longMount(scope: ComposeScope, field: Field): ComposeMount {
  const known = knownEntriesOf(scope, field, ['type', 'source', 'target', 'read_only', 'consistency', ...PARTS]);
  if (!known.target) throw scope.invalid(field, 'needs a target');
  const type = known.type ? textOf(scope, known.type) : 'volume';
  const part = PARTS.find((one) => one === type);
  if (!part) throw scope.refuse(known.type ?? field, `mounts of the type "${type}" are not taken`);
  const foreign = PARTS.find((one) => one !== part && known[one]);
  if (foreign) throw scope.invalid(known[foreign] ?? field, `does not belong to a mount of the type ${type}`);
  const target = checkTarget(scope, known.target, textOf(scope, known.target));
  if (part === 'tmpfs') return { kind: 'tmpfs', target, ...(known.tmpfs ? tmpfsPart(scope, known.tmpfs) : {}) };
  const written: WrittenMount = {
    source: known.source && textOf(scope, known.source),
    target,
    readOnly: known.read_only ? booleanOf(scope, known.read_only) : false,
    noCopy: known.volume && volumePart(scope, known.volume),
  };
  if (known.bind) checkBindPart(scope, known.bind);
  return part === 'volume' ? volume(scope, field, written) : bind(scope, known.source ?? field, written);
}

function tmpfsPart(scope: ComposeScope, field: Field): { readonly sizeBytes?: number; readonly mode?: string } {
  const { size, mode } = knownEntriesOf(scope, field, ['size', 'mode']);
  return { ...(size ? { sizeBytes: bytesOf(scope, size) } : {}), ...(mode ? { mode: modeOf(scope, mode) } : {}) };
}

/** YAML reads `0o1777` and Compose also `1777` as octal. */
function modeOf(scope: ComposeScope, field: Field): string {
  const text = textOf(scope, field);
  const [, digits] = /^(?:0o?)?([0-7]{3,4})$/.exec(text) ?? [];
  if (digits === undefined) throw scope.invalid(field, `has to be a mode such as 1777, not "${text}"`);
  return digits;
}

function volumePart(scope: ComposeScope, field: Field): boolean | undefined {
  const { nocopy } = knownEntriesOf(scope, field, ['nocopy']);
  return nocopy && booleanOf(scope, nocopy);
}

/** A read-only bind of what exists is all there is: these say how else it could be. */
function checkBindPart(scope: ComposeScope, field: Field): void {
  const { propagation, create_host_path: create } = knownEntriesOf(scope, field, ['propagation', 'create_host_path']);
  if (create) booleanOf(scope, create);
  const text = propagation && textOf(scope, propagation);
  if (propagation && text !== 'rprivate' && text !== 'private')
    throw scope.refuse(propagation, `the propagation "${text}" would show mounts of this machine`);
}

function volume(scope: ComposeScope, field: Field, { source, target, readOnly, noCopy }: WrittenMount): ComposeMount {
  const copy = noCopy ? { noCopy } : {};
  if (source === undefined || source === '') return { kind: 'volume', target, readOnly, ...copy };
  if (!VOLUME_NAME.test(source)) throw scope.refuse(field, `"${source}" is no name of a volume`);
  if (!scope.volumes.has(source))
    throw scope.invalid(field, `names the volume "${source}", which the file does not declare under volumes:`);
  return { kind: 'volume', name: source, target, readOnly, ...copy };
}

/**
 * Read-only binds stay; what the container writes must not land in the service's folder, so a writable bind of a folder
 * becomes a named volume that is filled from it once.
 */
function bind(scope: ComposeScope, field: Field, { source, target, readOnly }: WrittenMount): ComposeMount {
  if (source === undefined) throw scope.invalid(field, 'needs a source');
  const { path, kind } = containedPath(scope, field, source);
  if (readOnly) {
    if (kind === undefined) throw scope.invalid(field, `names "${source}", which does not exist`);
    return { kind: 'bind', source: path, target };
  }
  if (kind === 'file')
    throw scope.refuse(field, `"${source}" is a file that the container could change`, 'add :ro, or mount a folder');
  scope.warn(field, `"${source}" is copied into a volume once: the container cannot change files of this machine`);
  const seed = kind === 'folder' ? { seed: path } : {};
  return { kind: 'volume', name: seededName(relative(scope.root, path)), target, readOnly: false, ...seed };
}

/** Services that bind the same folder share what becomes of it. */
function seededName(folder: string): string {
  const safe = folder.replace(/[^A-Za-z0-9_.-]+/g, '-');
  const isExact = safe === folder && safe.length > 0 && safe.length <= LONGEST_SEEDED;
  return `bind-${isExact ? safe : `${safe.slice(0, LONGEST_SEEDED - 9)}-${shortHash(folder)}`}`;
}

const shortHash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 8);

function isPath(source: string): boolean {
  return source === '' || /^[./~\\]/.test(source) || source.includes('/') || source.includes('\\');
}

function checkTarget(scope: ComposeScope, field: Field, target: string): string {
  const isPlain = target.startsWith('/') && !target.split('/').includes('..') && target.replace(/\/+/g, '/') !== '/';
  if (!isPlain) throw scope.refuse(field, `"${target}" is no folder to mount on`, 'give an absolute path below /');
  if (/^\/+(proc|sys|dev)(\/|$)/.test(target)) throw scope.refuse(field, `"${target}" belongs to the kernel`);
  return target;
}
