// Installs the command and a provider with every package manager, in a folder outside of this workspace.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { root } from '../../dev/workspace.mjs';
import { assertCow, COMMAND, PROGRAMS } from '../cow-programs.mjs';
import { openPublishedRegistry } from '../published.mjs';
import { StrangersProject } from '../stranger.mjs';
import { YARN_1, YARN_4 } from './versions.mjs';

const PACKAGES = ['@mediaconduit/mediaconduit', '@mediaconduit/cowsay-provider'];
const { packageManager: PNPM } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

const MANAGERS = [
  { name: 'npm', add: ['npm', 'install'], exec: ['npx', '--no-install'] },
  { name: PNPM, from: PNPM, bin: 'pnpm', add: ['add'], exec: ['exec'] },
  { name: YARN_1, from: YARN_1, bin: 'yarn', add: ['add'], exec: ['run', '--silent'] },
  { name: YARN_4, from: YARN_4, bin: 'yarn', add: ['add'], exec: ['run'] },
];

describe('installed from the registry', { concurrency: 2 }, () => {
  let registry;
  before(async () => (registry = await openPublishedRegistry()));
  after(() => registry?.stop());

  for (const { name, from, bin, add, exec } of MANAGERS) {
    it(`by ${name}`, async () => {
      const programs = new StrangersProject(registry.url, { all: true });
      const project = new StrangersProject(registry.url, { all: true });
      try {
        const manager = from ? [join(programs.folder, 'node_modules', '.bin', bin)] : [];
        if (from) await programs.install(from);
        for (const [file, text] of Object.entries(PROGRAMS)) project.write(file, text);
        await project.run(...manager, ...add, ...PACKAGES);
        for (const file of Object.keys(PROGRAMS)) assertCow((await project.run(process.execPath, file)).stdout);
        assertCow((await project.run(...manager, ...exec, 'mediaconduit', ...COMMAND)).stdout);
      } finally {
        project.remove();
        programs.remove();
      }
    });
  }
});
