// Makes what is published: dist/bundle with all code in one file, because to find, open and compile forty files is most
// of what loading the SDK costs, and the declarations of what the entry points offer. Each module still runs only when it
// is asked for, and exists once for all entry points.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { rollup } from 'rollup';
import { dts } from 'rollup-plugin-dts';

const [source, dist] = ['src', 'dist'].map((folder) => fileURLToPath(new URL(folder, import.meta.url)));
const bundle = join(dist, 'bundle');
const modulesFile = join(bundle, 'modules.js');
const ENTRIES = ['index', 'manifest/index', 'http/index'];

rmSync(bundle, { recursive: true, force: true });
await bundleCode();
writeEntries();
await bundleDeclarations();

/** Names are kept, and lines short enough to be shown, for stack traces; source maps are not published. */
async function bundleCode() {
  const { outputFiles } = await build({
    stdin: {
      resolveDir: source,
      contents: ENTRIES.map((entry) => `exports['${entry}'] = () => require('./${entry}');`).join('\n'),
    },
    write: false,
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    minifyWhitespace: true,
    lineLimit: 300,
    plugins: [schemasFromFiles()],
  });
  mkdirSync(bundle, { recursive: true });
  writeFileSync(modulesFile, withOwnNames(outputFiles[0].text));
}

/** Of a class that speaks of itself esbuild makes `Text = class _Text`, which everybody would see who prints a text. */
function withOwnNames(code) {
  const names = [...code.matchAll(/\b(\w+)=\s*class\s+_\1\b/g)].map(([, name]) => name);
  return names.reduce((text, name) => text.replaceAll(new RegExp(`\\b_${name}\\b`, 'g'), name), code);
}

/** The schemas are published as files already, for editors; the code loads these. */
function schemasFromFiles() {
  const filter = /(provider|service)-schema\.ts$/;
  return {
    name: 'schemas-from-files',
    setup: (bundling) => {
      bundling.onResolve({ filter: /\.schema\.json$/ }, ({ path }) => ({ path, external: true }));
      bundling.onLoad({ filter }, ({ path }) => {
        const [, kind] = filter.exec(path);
        const file = `../../schemas/mediaconduit.${kind}.schema.json`;
        return { contents: `export const ${kind}Schema = require('${file}');` };
      });
    },
  };
}

function writeEntries() {
  const modules = createRequire(import.meta.url)(modulesFile);
  for (const entry of ENTRIES) {
    const file = join(bundle, `${entry}.js`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, entryText(Object.keys(modules[entry]()), entry, relative(dirname(file), modulesFile)));
  }
}

/** Every name is written out: Node finds what a CommonJS module exports to ES modules by reading its text. */
function entryText(names, entry, modulesPath) {
  const path = modulesPath.startsWith('.') ? modulesPath : `./${modulesPath}`;
  return [
    "'use strict';",
    "Object.defineProperty(exports, '__esModule', { value: true });",
    `const entry = require('${path}')['${entry}']();`,
    ...names.map((name) => `exports.${name} = entry.${name};`),
    '',
  ].join('\n');
}

/** Declarations of what no entry point leads to are left out; what several lead to is declared once. */
async function bundleDeclarations() {
  const entries = ENTRIES.map((entry) => join(dist, `${entry}.d.ts`));
  const declarations = await rollup({
    input: Object.fromEntries(ENTRIES.map((entry, index) => [entry, entries[index]])),
    external: /^[^./]/,
    plugins: [dts()],
  });
  await declarations.write({
    dir: bundle,
    entryFileNames: '[name].d.ts',
    chunkFileNames: '[name].d.ts',
    manualChunks: (module) => (entries.includes(module) ? undefined : 'declarations'),
    minifyInternalExports: false,
    hoistTransitiveImports: false,
  });
  await declarations.close();
}
