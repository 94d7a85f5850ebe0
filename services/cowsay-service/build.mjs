// Bundles src/server.ts, its libraries and every cow into one file, dist/server.cjs: nothing else has to be installed.
import { readFile, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { SERVICE_BUNDLE } from '@mediaconduit/service-kit';
import { build } from 'esbuild';

/** A few .cow files are written in a way that the package's parser does not take (`<< EOC`, spaces after the end mark). */
function repaired(text) {
  return text
    .replaceAll('\r\n', '\n')
    .replace(/^\$the_cow\s*=?\s*<<\s*"?EOC"?\s*;?\s*$\n/m, '$the_cow = <<EOC;\n')
    .replace(/^EOC\s*$/m, 'EOC\n');
}

/** The module of the cowsay package that reads .cow files, with the files inside it. */
const embeddedCows = {
  name: 'embedded-cows',
  setup(bundle) {
    bundle.onLoad({ filter: /[/\\]cowsay[/\\]lib[/\\]cows\.js$/ }, async ({ path }) => {
      const folder = join(dirname(path), '../cows');
      const files = (await readdir(folder)).filter((name) => name.endsWith('.cow')).sort();
      const cows = await Promise.all(
        files.map(async (name) => [name.slice(0, -4), repaired(await readFile(join(folder, name), 'utf8'))]),
      );
      // compressed, because at every start the whole file is read and scanned, and the cows only at the first drawing
      const texts = brotliCompressSync(JSON.stringify(Object.fromEntries(cows))).toString('base64');
      return {
        resolveDir: dirname(path),
        contents: `
          const replace = require('./replacer');
          let texts;
          exports.get = (cow) => {
            texts ??= JSON.parse(require('node:zlib').brotliDecompressSync(Buffer.from('${texts}', 'base64')));
            return (face) => replace(texts[cow], face);
          };
          exports.listSync = () => ${JSON.stringify(cows.map(([name]) => name))};
        `,
      };
    });
  },
};

await build({
  ...SERVICE_BUNDLE,
  entryPoints: ['src/server.ts'],
  outfile: 'dist/server.cjs',
  plugins: [embeddedCows],
});
