// Puts the compiled modules into one file, dist/bundle/modules.js: to find, open and compile forty files is most of what
// loading the SDK costs. Each module still runs only when it is asked for, and exists once for all entry points.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const dist = fileURLToPath(new URL('dist', import.meta.url));
const bundle = join(dist, 'bundle');
const modulesFile = join(bundle, 'modules.js');
const ENTRIES = ['index.js', 'manifest/index.js', 'http/index.js'];

rmSync(bundle, { recursive: true, force: true });
await build({
  stdin: {
    resolveDir: dist,
    contents: ENTRIES.map((entry) => `exports['${entry}'] = () => require('./${entry}');`).join('\n'),
  },
  outfile: modulesFile,
  bundle: true,
  packages: 'external',
  platform: 'node',
  target: 'node20',
  format: 'cjs',
});

const modules = createRequire(import.meta.url)(modulesFile);
for (const entry of ENTRIES) {
  const file = join(bundle, entry);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, entryText(entry, relative(dirname(file), modulesFile)));
}

/** Every name is written out: Node finds what a CommonJS module exports to ES modules by reading its text. */
function entryText(entry, modulesPath) {
  const path = modulesPath.startsWith('.') ? modulesPath : `./${modulesPath}`;
  return [
    "'use strict';",
    "Object.defineProperty(exports, '__esModule', { value: true });",
    `const entry = require('${path}')['${entry}']();`,
    ...Object.keys(modules[entry]()).map((name) => `exports.${name} = entry.${name};`),
    '',
  ].join('\n');
}
