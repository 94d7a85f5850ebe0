// Bundles src/server.ts and its libraries into one file, dist/server.cjs: nothing else has to be installed but ffmpeg.
// dist/parameters.cjs are the schemas of all options, for the provider.
import { build } from 'esbuild';

const common = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'eof',
};

await build({ ...common, entryPoints: ['src/server.ts'], outfile: 'dist/server.cjs' });
await build({ ...common, entryPoints: ['src/parameters/index.ts'], outfile: 'dist/parameters.cjs' });
