import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { rollup } from 'rollup';
import { dts } from 'rollup-plugin-dts';
import { shortDeclarations } from './short-declarations.mjs';

/**
 * Declarations of what no entry point leads to are left out, and none is repeated: what the first entry leads to is declared
 * there for all of them, or, where others need what it does not offer, all is `apart` in a file of its own. `exported` has
 * what the code of each entry exports.
 */
export async function bundleDeclarations({ folder, exported, output, apart = false }) {
  const dist = join(folder, 'dist');
  const entries = Object.keys(exported);
  const kept = entries.filter((entry) => entry.endsWith('.cjs')).map((entry) => keepDeclaration(dist, entry, output));
  const names = [...entries.filter((entry) => !entry.endsWith('.cjs')), ...new Set(kept.flat())];
  const files = names.map((name) => join(dist, `${name}.d.ts`));
  const declarations = await rollup({
    input: Object.fromEntries(names.map((name, index) => [name, files[index]])),
    external: /^[^./]/,
    plugins: [dts(), typesAsTypes(exported), shortDeclarations()],
    onLog: (level, log, handle) => {
      if (!isOfKept(log)) handle(level, log);
    },
  });
  await declarations.write({
    dir: output,
    entryFileNames: '[name].d.ts',
    chunkFileNames: '[name].d.ts',
    manualChunks: (id, { getModuleInfo }) => {
      if (apart) return files.includes(id) ? undefined : 'declarations';
      return modulesOf(files[0], getModuleInfo).has(id) ? names[0] : undefined;
    },
    minifyInternalExports: false,
    hoistTransitiveImports: false,
  });
  await declarations.close();

  /** Whoever imports what says `export =` cannot name the types behind it, wherever they are declared. */
  function isOfKept({ message }) {
    return kept
      .flat()
      .some((name) => message.includes(`Entry "${name}.d.ts" still references private shared type exports`));
  }
}

function modulesOf(id, getModuleInfo, found = new Set()) {
  if (found.has(id)) return found;
  found.add(id);
  for (const imported of getModuleInfo(id)?.importedIds ?? []) modulesOf(imported, getModuleInfo, found);
  return found;
}

/** `export =` cannot be bundled: such a file is published as it is. Answers the modules that it names. */
function keepDeclaration(dist, entry, output) {
  const file = entry.replace(/\.cjs$/, '.d.cts');
  const text = readFileSync(join(dist, file), 'utf8').replace(/\n\/\/# sourceMappingURL=.*/, '\n');
  mkdirSync(dirname(join(output, file)), { recursive: true });
  writeFileSync(join(output, file), text);
  return [...text.matchAll(/'(\.[^']+)'/g)].map(([, module]) => posix.join(dirname(entry), module));
}

/** Bundled, classes that are exported as types look as if they were there to be used. */
function typesAsTypes(exported) {
  const asExported = (name, list) =>
    list.split(', ').map((one) => {
      const [own, other = own] = one.split(' as ');
      return Object.hasOwn(exported[name], other) ? one : `type ${one}`;
    });
  return {
    name: 'types-as-types',
    renderChunk: (code, { name }) => {
      if (!Object.hasOwn(exported, name)) return null;
      return code.replace(EXPORT_LIST, (_all, list) => `export { ${asExported(name, list).join(', ')} }`);
    },
  };
}

const EXPORT_LIST = /^export \{ (.*) \}/gm;
