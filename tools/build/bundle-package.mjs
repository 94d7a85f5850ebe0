import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { BUNDLED_CODE, withOwnNames } from './bundle-code.mjs';
import { bundleDeclarations } from './bundle-declarations.mjs';
import { entryText } from './entry-text.mjs';
import { withShortLocalNames } from './short-local-names.mjs';

const MODULES = 'modules.js';

/**
 * Makes what is published of a small package: dist/bundle with all code in one file, because to find, open and compile many is
 * most of what loading them costs, and the declarations of what the entry points offer. Each module still runs only when it
 * is asked for, and exists once for all entry points. Build with tsc first. `entries` are modules of src, without ending.
 */
export async function bundlePackage({ folder, entries, plugins = [] }) {
  const source = join(folder, 'src');
  const bundle = join(folder, 'dist', 'bundle');
  rmSync(bundle, { recursive: true, force: true });
  mkdirSync(bundle, { recursive: true });
  const modulesFile = join(bundle, MODULES);
  writeFileSync(modulesFile, await bundledCode({ source, entries, plugins }));
  const modules = createRequire(import.meta.url)(modulesFile);
  const exported = Object.fromEntries(entries.map((entry) => [entry, modules[entry]()]));
  writeEntries(bundle, exported);
  await bundleDeclarations({ folder, exported, output: bundle });
}

async function bundledCode({ source, entries, plugins }) {
  const { outputFiles } = await build({
    ...BUNDLED_CODE,
    stdin: {
      resolveDir: source,
      contents: entries.map((entry) => `exports['${entry}'] = () => require('./${entry}');`).join('\n'),
    },
    define: { __dirname: '__dist' },
    plugins,
  });
  const code = withOwnNames(outputFiles[0].text);
  // modules of src take for their folder what it is when they are not bundled
  const dist = code.includes('__dist') ? "const __dist=require('node:path').dirname(__dirname);\n" : '';
  return withShortLocalNames(`${dist}${code}`);
}

function writeEntries(bundle, exported) {
  for (const [entry, names] of Object.entries(exported)) {
    const file = join(bundle, `${entry}.js`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, entryText(entry, MODULES, names));
  }
}
