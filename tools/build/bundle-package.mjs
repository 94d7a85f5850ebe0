import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { build } from 'esbuild';
import { rollup } from 'rollup';
import { dts } from 'rollup-plugin-dts';
import { shortDeclarations } from './short-declarations.mjs';

/**
 * Makes what is published of a package: dist/bundle with all code in one file, because to find, open and compile many is most
 * of what loading them costs, and the declarations of what the entry points offer. Each module still runs only when it
 * is asked for, and exists once for all entry points. Build with tsc first. `entries` are modules of src, without ending.
 */
export async function bundlePackage({ folder, entries, plugins = [] }) {
  const source = join(folder, 'src');
  const dist = join(folder, 'dist');
  const bundle = join(dist, 'bundle');
  rmSync(bundle, { recursive: true, force: true });
  mkdirSync(bundle, { recursive: true });
  const modulesFile = join(bundle, 'modules.js');
  writeFileSync(modulesFile, await bundledCode({ source, entries, plugins }));
  writeEntries({ bundle, entries, modulesFile });
  await bundleDeclarations({ dist, bundle, entries });
}

/** Names are kept, and lines short enough to be shown, for stack traces; source maps are not published. */
async function bundledCode({ source, entries, plugins }) {
  const { outputFiles } = await build({
    stdin: {
      resolveDir: source,
      contents: entries.map((entry) => `exports['${entry}'] = () => require('./${entry}');`).join('\n'),
    },
    write: false,
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    minifyWhitespace: true,
    lineLimit: 300,
    define: { __dirname: '__dist' },
    plugins,
  });
  const code = withOwnNames(outputFiles[0].text);
  // modules of src take for their folder what it is when they are not bundled
  return code.includes('__dist') ? `const __dist=require('node:path').dirname(__dirname);\n${code}` : code;
}

/** Of a class that speaks of itself esbuild makes `Text = class _Text`, which everybody would see who prints a text. */
function withOwnNames(code) {
  const names = [...code.matchAll(/\b(\w+)=\s*class\s+_\1\b/g)].map(([, name]) => name);
  return names.reduce((text, name) => text.replaceAll(new RegExp(`\\b_${name}\\b`, 'g'), name), code);
}

function writeEntries({ bundle, entries, modulesFile }) {
  const modules = createRequire(import.meta.url)(modulesFile);
  for (const entry of entries) {
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

/** Declarations of what no entry point leads to are left out; what the first leads to is declared there, for all of them. */
async function bundleDeclarations({ dist, bundle, entries }) {
  const files = entries.map((entry) => join(dist, `${entry}.d.ts`));
  const declarations = await rollup({
    input: Object.fromEntries(entries.map((entry, index) => [entry, files[index]])),
    external: /^[^./]/,
    plugins: [dts(), shortDeclarations()],
  });
  await declarations.write({
    dir: bundle,
    entryFileNames: '[name].d.ts',
    chunkFileNames: '[name].d.ts',
    manualChunks: (id, { getModuleInfo }) => (modulesOf(files[0], getModuleInfo).has(id) ? entries[0] : undefined),
    minifyInternalExports: false,
    hoistTransitiveImports: false,
  });
  await declarations.close();
}

function modulesOf(id, getModuleInfo, found = new Set()) {
  if (found.has(id)) return found;
  found.add(id);
  for (const imported of getModuleInfo(id)?.importedIds ?? []) modulesOf(imported, getModuleInfo, found);
  return found;
}
