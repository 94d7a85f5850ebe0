import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { closedCode, sharedCode, standaloneCode } from './bundle-code.mjs';
import { bundleDeclarations } from './bundle-declarations.mjs';
import { entryText, programText } from './entry-text.mjs';
import { scriptOf } from './module-names.mjs';
import { shareOut } from './share-out.mjs';

const require = createRequire(import.meta.url);

/**
 * Makes what is published of a big package: the folder `lib`, laid out like `dist`, with few files in place of many. Every
 * module still runs only when it is asked for, exists once for all entry points, and has for its own path the one that it
 * would have in `lib`. Build with tsc first. Modules are named by their path in `dist`, without `.js`:
 *
 * - `entries` are what others import, `programs` what a process begins with. Both take their code from `lib/modules`: one file
 *   for each list of `together`, with all that those modules need at once, one for what several lists need, and one for the
 *   rest of each folder, right below `src` or below one that `split` names: to read code that is not run takes time, too;
 * - `standalone` are programs of processes that need few modules: one file each, with all of them; `closed` are those that
 *   hold what they use of the SDK, too.
 *
 * The declarations are those of what the entries offer.
 */
export async function bundleModules({ folder, entries, programs, standalone, closed = [], together, split }) {
  const lib = join(folder, 'lib');
  const write = (path, text) => {
    mkdirSync(dirname(join(lib, path)), { recursive: true });
    writeFileSync(join(lib, path), text);
  };
  rmSync(lib, { recursive: true, force: true });
  const { files, asked } = await shareOut(folder, { starts: [...entries, ...programs], together, split });
  for (const file of new Set(files.values())) write(file, await sharedCode({ folder, file, files, asked }));
  for (const name of standalone) write(`${name}.js`, await standaloneCode(folder, name));
  for (const name of closed) write(`${name}.js`, await closedCode(folder, name));
  for (const name of programs) write(`${name}.js`, programText(name, files.get(name)));
  const exported = Object.fromEntries(entries.map((name) => [name, require(join(lib, files.get(name)))[name]()]));
  for (const name of entries) write(scriptOf(name), entryText(name, files.get(name), exported[name]));
  await bundleDeclarations({ folder, exported, output: lib, apart: true });
}
