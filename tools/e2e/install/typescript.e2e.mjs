// Compiles and runs a typed program in every way that TypeScript finds modules.
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { assertCow, TYPED_PROGRAM } from '../cow-programs.mjs';
import { openPublishedRegistry } from '../published.mjs';
import { StrangersProject } from '../stranger.mjs';
import { TYPESCRIPT } from './versions.mjs';

/** Name of the resolution, the module format that goes with it, and the files that are compiled. */
const OLD = ['node10', 'commonjs', 'node10.ts'];
const RESOLUTIONS = [
  ['node16', 'node16', 'required.cts', 'imported.mts'],
  ['nodenext', 'nodenext', 'required.cts', 'imported.mts'],
  ['bundler', 'esnext', 'bundled.mts'],
];
const TSC = join('node_modules', 'typescript', 'bin', 'tsc');
const FLAGS = ['--strict', '--target', 'es2022', '--types', 'node', '--outDir', 'out'];

describe('types', { concurrency: 2 }, () => {
  let registry;
  before(async () => (registry = await openPublishedRegistry()));
  after(() => registry?.stop());

  for (const compiler of TYPESCRIPT) {
    it(`for ${compiler}`, async () => {
      const project = new StrangersProject(registry.url, { all: true });
      try {
        await project.install(
          '@mediaconduit/mediaconduit',
          '@mediaconduit/cowsay-provider',
          compiler,
          '@types/node@20',
        );
        const resolutions = compiler.startsWith('typescript@5') ? [OLD, ...RESOLUTIONS] : RESOLUTIONS;
        for (const [resolution, module, ...files] of resolutions) {
          for (const file of files) project.write(file, TYPED_PROGRAM);
          const how = ['--module', module, '--moduleResolution', resolution];
          await project.run(process.execPath, TSC, ...FLAGS, ...how, ...files);
          for (const file of files) {
            assertCow((await project.run(process.execPath, join('out', file.replace('ts', 'js')))).stdout);
          }
        }
      } finally {
        project.remove();
      }
    });
  }
});
