// Bundles src/server.ts, its libraries and every cow into one file, dist/server.cjs: nothing else has to be installed.
import { readFile, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';

/** The module of the cowsay package that reads .cow files, with the files inside it. */
const embeddedCows = {
  name: 'embedded-cows',
  setup(bundle) {
    bundle.onLoad({ filter: /[/\\]cowsay[/\\]lib[/\\]cows\.js$/ }, async ({ path }) => {
      const folder = join(dirname(path), '../cows');
      const files = (await readdir(folder)).filter((name) => name.endsWith('.cow')).sort();
      const cows = await Promise.all(files.map(async (name) => [name.slice(0, -4), await readFile(join(folder, name), 'utf8')]));
      // JSON.parse of a string is several times faster to load than an object literal of that size
      const texts = JSON.stringify(JSON.stringify(Object.fromEntries(cows)));
      return {
        resolveDir: dirname(path),
        contents: `
          const replace = require('./replacer');
          let texts;
          exports.get = (cow) => {
            texts ??= JSON.parse(${texts});
            return (face) => replace(texts[cow], face);
          };
          exports.listSync = () => ${JSON.stringify(cows.map(([name]) => name))};
        `,
      };
    });
  },
};

await build({
  entryPoints: ['src/server.ts'],
  outfile: 'dist/server.cjs',
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  charset: 'utf8',
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'eof',
  plugins: [embeddedCows],
});
