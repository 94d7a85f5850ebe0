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
const FILES = [OLD, ...RESOLUTIONS].flatMap(([, , ...files]) => files);
const FLAGS = ['--strict', '--target', 'es2022', '--types', 'node'];

describe('types', { concurrency: 2 }, () => {
  let registry;
  let project;

  before(async () => {
    registry = await openPublishedRegistry();
    project = new StrangersProject(registry.url);
    for (const file of FILES) project.write(file, TYPED_PROGRAM);
    await project.install('@mediaconduit/mediaconduit', '@mediaconduit/cowsay-provider', '@types/node@20');
  });
  after(async () => {
    project?.remove();
    await registry?.stop();
  });

  for (const compiler of TYPESCRIPT) {
    it(`for ${compiler}`, async () => {
      const programs = new StrangersProject(registry.url);
      try {
        await programs.install(compiler);
        const tsc = join(programs.folder, 'node_modules', 'typescript', 'bin', 'tsc');
        const resolutions = compiler.startsWith('typescript@5') ? [OLD, ...RESOLUTIONS] : RESOLUTIONS;
        for (const [resolution, module, ...files] of resolutions) {
          const out = join(compiler, resolution);
          const how = ['--module', module, '--moduleResolution', resolution, '--outDir', out];
          await project.run(process.execPath, tsc, ...FLAGS, ...how, ...files);
          for (const file of files) {
            assertCow((await project.run(process.execPath, join(out, file.replace('ts', 'js')))).stdout);
          }
        }
      } finally {
        programs.remove();
      }
    });
  }
});
