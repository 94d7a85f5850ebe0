import { join } from 'node:path';
import { build } from 'esbuild';
import { BUNDLED_CODE } from './bundle-code.mjs';
import { moduleOf, sourceOf } from './module-names.mjs';

/**
 * `files` has every module that the `starts` lead to, with the file of `lib` that is to hold it; `asked` are those that
 * are asked for from without that file.
 */
export async function shareOut(folder, { starts, together, split }) {
  const modules = await readModules(join(folder, 'src'), starts);
  const files = new Map();
  for (const names of together)
    for (const name of neededBy(names, modules)) files.set(name, fileName(files.has(name) ? 'shared' : names[0]));
  for (const name of modules.keys()) if (!files.has(name)) files.set(name, fileName(groupOf(name, split)));
  const asked = new Set(starts);
  for (const [name, imports] of modules)
    for (const { name: other } of imports) if (files.get(other) !== files.get(name)) asked.add(other);
  return { files, asked };
}

/** Each module with those that it loads, `atOnce` or in a function: the sources tell the one from the other. */
async function readModules(source, starts) {
  const { metafile } = await build({
    ...BUNDLED_CODE,
    absWorkingDir: source,
    stdin: { resolveDir: source, contents: starts.map((name) => `require('./${sourceOf(name)}');`).join('\n') },
    ignoreAnnotations: true,
    metafile: true,
  });
  const nameOf = (path) => moduleOf(source, join(source, path));
  const inputs = Object.entries(metafile.inputs).filter(([path]) => path !== '<stdin>');
  return new Map(
    inputs.map(([path, { imports }]) => [
      nameOf(path),
      imports
        .filter(({ external }) => !external)
        .map((one) => ({ name: nameOf(one.path), atOnce: one.kind === 'import-statement' })),
    ]),
  );
}

/** Everything that the modules of `names` load as soon as they are loaded, and they themselves. */
function neededBy(names, modules, found = new Set()) {
  for (const name of names) {
    if (found.has(name)) continue;
    found.add(name);
    const atOnce = modules.get(name).filter((one) => one.atOnce);
    neededBy(
      atOnce.map((one) => one.name),
      modules,
      found,
    );
  }
  return found;
}

function groupOf(name, split) {
  const [top, next, ...below] = name.split('/');
  return below.length > 0 && split.includes(top) ? `${top}/${next}` : top;
}

function fileName(group) {
  return `modules/${group.replaceAll('/', '-')}.js`;
}
