// Bundles src/server.ts and its libraries into one file, dist/server.cjs: nothing else has to be installed but ffmpeg.
// dist/parameters.cjs are the schemas of all options, for the provider.
import { SERVICE_BUNDLE } from '@mediaconduit/service-kit';
import { build } from 'esbuild';

await build({ ...SERVICE_BUNDLE, entryPoints: ['src/server.ts'], outfile: 'dist/server.cjs' });
await build({ ...SERVICE_BUNDLE, entryPoints: ['src/parameters/index.ts'], outfile: 'dist/parameters.cjs' });
