// Does what docs/write-a-provider.md says: its files, its commands, and what they are said to print.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { root } from '../dev/workspace.mjs';
import { codeBlocks, commandsOf } from './code-blocks.mjs';
import { openPublishedRegistry } from './published.mjs';
import { StrangersProject } from './stranger.mjs';

const GUIDE = join(root, 'docs', 'write-a-provider.md');
const COMMANDS = new Set(['try', 'copy']);
const MANIFEST = 'MediaConduit.provider.yml';

describe('the guide to providers', () => {
  let blocks;
  let registry;
  let project;

  before(async () => {
    blocks = codeBlocks(readFileSync(GUIDE, 'utf8'));
    registry = await openPublishedRegistry();
    project = new StrangersProject(registry.url);
  });
  after(async () => {
    project?.remove();
    await registry?.stop();
  });

  it('gives every file of a provider', () => {
    for (const [name, text] of blocks) if (!COMMANDS.has(name)) project.write(name, text);
    const files = ['package.json', 'tsconfig.json', MANIFEST, 'src/index.ts', 'service/MediaConduit.service.yml'];
    assert.deepEqual(
      files.filter((file) => !blocks.has(file)),
      [],
    );
  });

  it('gives the commands that install, build and run it', async () => {
    const said = [];
    for (const command of commandsOf(blocks.get('try'))) said.push((await project.run(...command)).stdout.trim());
    assert.deepEqual(said.slice(-2), ['HELLO!', 'HELLO!!!']);
  });

  it('points editors at schemas that are installed', () => {
    const schemas = [...blocks].flatMap(([name, text]) =>
      [...text.matchAll(/\$schema=(\S+)/g)].map(([, path]) => join(project.folder, name, '..', path)),
    );
    assert.equal(schemas.length, [...blocks.keys()].filter((name) => name.endsWith('.yml')).length);
    for (const path of schemas) JSON.parse(readFileSync(path, 'utf8'));
  });

  it('says what happens without the contract', async () => {
    project.write(MANIFEST, blocks.get(MANIFEST).replace('contract: 1\n', ''));
    await assert.rejects(project.run('npx', 'mediaconduit', 'run', '.', 'Hello'), ({ message, cause }) => {
      assert.match(message, /MC_MANIFEST_INVALID[^]*contract: 1/);
      return cause.code === 4;
    });
  });

  it('gives a service in Python that does the same', { skip: !hasPython() && 'needs python3' }, async () => {
    project.write(MANIFEST, blocks.get(MANIFEST).replace('./service', './service-python'));
    const { stdout } = await project.run('npx', 'mediaconduit', 'run', '.', 'Hello', '--marks', '2');
    assert.equal(stdout.trim(), 'HELLO!!');
  });

  it('gives a package that others can install', async () => {
    project.write(MANIFEST, blocks.get(MANIFEST));
    const { stdout } = await project.run('npm', 'pack', '--silent');
    const other = new StrangersProject(registry.url);
    try {
      await other.install('@mediaconduit/mediaconduit', join(project.folder, stdout.trim()));
      assert.equal((await other.run('npx', 'mediaconduit', 'run', 'shout', 'Hello')).stdout.trim(), 'HELLO!');
    } finally {
      other.remove();
    }
  });
});

function hasPython() {
  try {
    execFileSync('python3', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
