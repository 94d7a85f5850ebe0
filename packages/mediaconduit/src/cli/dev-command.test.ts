import { cpSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually, temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { finish, spawnCommand } from './__fixtures__/spawn-command';

const MANIFEST = 'contract: 1\nid: cow\nname: Cow\ntype: local\ncapabilities: [text-to-text]\nmodels: [{ id: one }]\n';

const code = (models: string): string => `const { Part } = require('./src/part');
module.exports = class {
  constructor({ manifest }) { Object.assign(this, manifest, { models: ${models}, part: Part }); }
  async configure() {}
  async isAvailable() { return true; }
  getModelsForCapability() { return this.models; }
  getModel(id) { return Promise.resolve({ id }); }
  async getHealth() { return { status: 'healthy' }; }
};`;

let folder: TemporaryFolder;
beforeEach(async () => {
  folder = await temporaryFolder();
  await folder.write('package.json', '{}');
  await folder.write('cow/package.json', '{"name":"cow","version":"1.0.0","main":"index.js"}');
  await folder.write('cow/MediaConduit.provider.yml', MANIFEST);
  await folder.write('cow/src/part.js', 'exports.Part = 1;');
  await folder.write('cow/index.js', code("[{ id: 'one' }]"));
});
afterEach(() => folder[Symbol.asyncDispose]());

describe('mediaconduit dev', () => {
  it('loads a provider again whenever its files change, and goes on when it is broken', async () => {
    const command = spawnCommand(folder.path, ['dev', './cow']);
    let stdout = '';
    let stderr = '';
    command.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    command.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    await eventually(async () => expect(stdout).toMatch(/^cow is loaded \(\d+ ms\): one\n/));
    writeFileSync(join(folder.path, 'cow/src/part.js'), 'exports.Part = ;');
    await eventually(async () => expect(stderr).toMatch(/MC_REFRESH_FAILED.*part\.js:1/));
    writeFileSync(join(folder.path, 'cow/src/part.js'), 'exports.Part = 2;');
    await eventually(async () => expect(stdout.split('\n')).toHaveLength(3));
    writeFileSync(join(folder.path, 'cow/index.js'), code("[{ id: 'one' }, { id: 'two' }]"));
    await eventually(async () => expect(stdout).toContain('one, two\n'));
    command.kill('SIGINT');
    expect(await finish(command)).toMatchObject({ code: 0 });
  });

  it('sees a folder that is put in the place of the one it began with', async () => {
    const command = spawnCommand(folder.path, ['dev', './cow']);
    let stdout = '';
    command.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    await eventually(async () => expect(stdout).toContain(': one\n'));
    const [place, aside] = [join(folder.path, 'cow'), join(folder.path, 'calf')];
    for (const model of ['two', 'three']) {
      renameSync(place, aside);
      cpSync(aside, place, { recursive: true });
      rmSync(aside, { recursive: true });
      await eventually(async () => expect(stdout.split('\n').length).toBeGreaterThan(2));
      writeFileSync(join(place, 'index.js'), code(`[{ id: '${model}' }]`));
      await eventually(async () => expect(stdout).toContain(`: ${model}\n`));
    }
    command.kill('SIGINT');
    expect(await finish(command)).toMatchObject({ code: 0 });
  });

  it('ends at once when it is cancelled while it loads what never ends loading', async () => {
    await folder.write('cow/package.json', '{"name":"cow","version":"1.0.0","main":"index.mjs"}');
    await folder.write(
      'cow/index.mjs',
      'console.error("loading"); setInterval(() => undefined, 1000); await new Promise(() => undefined);',
    );
    const command = spawnCommand(folder.path, ['dev', './cow']);
    let stderr = '';
    command.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    await eventually(async () => expect(stderr).toContain('loading'));
    command.kill('SIGINT');
    expect(await finish(command)).toMatchObject({ code: 0 });
  });

  it('names a folder that is not there', async () => {
    const { code: exitCode, stderr } = await finish(spawnCommand(folder.path, ['dev', './ox']));
    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: expect.stringContaining('There is no folder') });
  });
});
