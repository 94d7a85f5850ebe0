import type { ComposeMount } from './compose-service';
import type { ComposeScope, Field } from './compose-scope';
import { containedPath } from './contained-path';
import { entriesOf, itemsOf, knownEntriesOf, textOf } from './read-field';

/** `configs:` and `secrets:` have the same form; they differ in where the file appears in the container. */
export type FileSection = 'configs' | 'secrets';

/** The files that the top of the file declares, by `configs.<name>`: files of the service's folder only. */
export function readFileSection(scope: ComposeScope, section: FileSection, field: Field): Map<string, string> {
  return new Map(
    entriesOf(scope, field).map(([name, entry]) => {
      const { file } = knownEntriesOf(scope, entry, ['file']);
      if (!file) throw scope.invalid(entry, 'needs a file');
      const text = textOf(scope, file);
      const { path, kind } = containedPath(scope, file, text);
      if (kind !== 'file') throw scope.invalid(file, `names "${text}", which is no file`);
      return [`${section}.${name}`, path];
    }),
  );
}

/** The files that a service uses, as read-only mounts: `/<name>` for a config, `/run/secrets/<name>` for a secret. */
export function readFileMounts(scope: ComposeScope, section: FileSection, field: Field): ComposeMount[] {
  const folder = section === 'configs' ? '/' : '/run/secrets/';
  return itemsOf(scope, field).map((item) => {
    const long =
      item.node.kind === 'map'
        ? knownEntriesOf(scope, item, ['source', 'target', 'uid', 'gid', 'mode'])
        : { source: item };
    if (!long.source) throw scope.invalid(item, 'needs a source');
    const name = textOf(scope, long.source);
    const source = scope.files.get(`${section}.${name}`);
    if (source === undefined)
      throw scope.invalid(item, `names "${name}", which the file does not declare under ${section}:`);
    const written = 'target' in long && long.target ? textOf(scope, long.target) : name;
    const target = written.startsWith('/') ? written : `${folder}${written}`;
    if (target.split('/').includes('..')) throw scope.refuse(item, `"${target}" is no path of a file`);
    return { kind: 'bind', source, target };
  });
}
