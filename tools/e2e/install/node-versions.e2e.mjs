// Runs what is installed on every version of Node.js that is promised.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { assertCow, COMMAND, PROGRAMS } from '../cow-programs.mjs';
import { openPublishedRegistry } from '../published.mjs';
import { StrangersProject } from '../stranger.mjs';
import { NODE } from './versions.mjs';

describe('on', { concurrency: 2 }, () => {
  let registry;
  let project;

  before(async () => {
    registry = await openPublishedRegistry();
    project = new StrangersProject(registry.url);
    for (const [file, text] of Object.entries(PROGRAMS)) project.write(file, text);
    await project.install('@mediaconduit/mediaconduit', '@mediaconduit/cowsay-provider');
  });
  after(async () => {
    project?.remove();
    await registry?.stop();
  });

  for (const version of NODE) {
    it(`Node.js ${version}`, async () => {
      const programs = new StrangersProject(registry.url, { all: true });
      try {
        await programs.install(`node@${version}`);
        const node = join(programs.folder, 'node_modules', 'node', 'bin', 'node');
        assert.equal((await programs.run(node, '--version')).stdout.trim(), `v${version}`);
        for (const file of Object.keys(PROGRAMS)) assertCow((await project.run(node, file)).stdout);
        const command = join('node_modules', '@mediaconduit', 'mediaconduit', 'lib', 'cli', 'main.js');
        assertCow((await project.run(node, command, ...COMMAND)).stdout);
      } finally {
        programs.remove();
      }
    });
  }
});
