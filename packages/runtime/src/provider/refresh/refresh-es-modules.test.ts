import { runProgram } from '../../__fixtures__/run-program';
import { testProject, type TestProject } from '../__fixtures__/test-project';

const PACKAGE = JSON.stringify({
  ...{ name: 'cow-provider', version: '1.0.0', type: 'module', main: 'index.js' },
  dependencies: { '@mediaconduit/sdk': '1', state: '1' },
});

/** A provider of several modules, whose model says what each of them holds. */
const files = (version: string): Record<string, string> => ({
  'package.json': PACKAGE,
  'index.js': `
    import { part } from './lib/part.js';
    import common from './lib/common.cjs';
    import data from './data.json' with { type: 'json' };
    import { state } from 'state';
    import { createRequire } from 'node:module';
    import { readFileSync } from 'node:fs';
    import { MediaConduitError } from '@mediaconduit/sdk';
    const required = createRequire(import.meta.url)('./lib/common.cjs');
    const read = readFileSync(new URL('./data.json', import.meta.url), 'utf8').trim();
    state.loads = (state.loads ?? 0) + 1;
    export default class Cow {
      constructor({ manifest }) { Object.assign(this, manifest); }
      async configure() {}
      async isAvailable() { return true; }
      getModelsForCapability() { return this.models; }
      async getHealth() { return { status: 'healthy', uptime: 0, activeJobs: 0, queuedJobs: 0 }; }
      async dispose() {}
      async getModel(id) {
        const transform = async () => [part, common, data.version, required, (await import('./lib/lazy.js')).lazy,
          JSON.parse(read).version, state.loads, MediaConduitError === globalThis.HostError];
        return { id, transform };
      }
    }`,
  'lib/part.js': `export { deep as part } from './deep/deep.js';`,
  'lib/deep/deep.js': `export const deep = await Promise.resolve('${version}');`,
  'lib/common.cjs': `module.exports = '${version}';`,
  'lib/lazy.js': `export const lazy = '${version}';`,
  'data.json': JSON.stringify({ version }),
  'node_modules/state/package.json': '{"name":"state","type":"module","exports":"./index.js"}',
  'node_modules/state/index.js': 'export const state = {};',
});

const allOf = (version: string, loads: number): unknown[] => [...Array<string>(6).fill(version), loads, true];

/** Of a program whose \`write(files)\` changes the provider and whose \`ask(provider)\` answers what its model says. */
const BEGIN = `
  globalThis.HostError = require('@mediaconduit/sdk').MediaConduitError;
  const { writeFileSync } = require('node:fs');
  const folder = argument.folder + '/node_modules/cow-provider/';
  const write = (files) => Object.entries(files).forEach(([name, text]) => writeFileSync(folder + name, text));
  const host = runtime.createRuntime({ projectFolder: argument.folder, home: argument.folder + '/home', environment: {} });
  const warnings = [];
  host.events.on('provider-warning', ({ message }) => warnings.push(message));
  const { providers } = host;
  const ask = async (provider) => (await provider.getModel('m')).transform('');
  const refresh = () => providers.refreshProvider('cow').then(ask, ({ code }) => code);
  const first = await providers.getProvider('cow');
  say(await ask(first));`;

const END = `say(warnings); await host.close();`;

describe('a refresh of ES modules', () => {
  let project: TestProject;
  beforeEach(async () => {
    project = await testProject();
    await project.provider('cow-provider', 'cow');
    await project.install('cow-provider', files('one'));
  });
  afterEach(() => project[Symbol.asyncDispose]());

  async function run(code: string): Promise<unknown[]> {
    const argument = { folder: project.folder, two: files('two'), three: files('three') };
    const environment = { ...process.env, NODE_NO_WARNINGS: '1' }; // JSON modules are new in Node.js 20
    const { said, end, errors } = await runProgram(BEGIN + code + END, argument, environment).ended();
    expect({ end, errors }).toEqual({ end: 0, errors: '' });
    return said;
  }

  it('runs what changed in all of them, and leaves dependencies their state', async () => {
    const said = await run(`
      write(argument.two);
      say(await refresh());
      write({ 'lib/deep/deep.js': argument.three['lib/deep/deep.js'] });
      say(await refresh());
      say(await ask(first));`);
    const mixed = ['three', ...allOf('two', 3).slice(1)];
    expect(said).toEqual([allOf('one', 1), allOf('two', 2), mixed, mixed, []]);
  });

  it('does not load again what has not changed', async () => {
    const said = await run(`
      say([await refresh(), await refresh(), await refresh()].map((answer) => answer[6]));
      say(providers.getProvider('cow') !== first);`);
    expect(said).toEqual([allOf('one', 1), [2, 2, 2], true, []]);
  });

  it('goes on with the old ones when the new ones fail, and runs them when they were mended', async () => {
    const said = await run(`
      write({ ...argument.two, 'lib/part.js': 'throw new Error("broken")' });
      say(await refresh());
      say(await ask(await providers.getProvider('cow')));
      write({ 'lib/part.js': 'export const = 1' });
      say(await refresh());
      write(argument.two);
      say(await refresh());`);
    expect(said).toEqual([
      allOf('one', 1),
      'MC_REFRESH_FAILED',
      allOf('one', 1),
      'MC_REFRESH_FAILED',
      allOf('two', 2),
      [],
    ]);
  });

  it('runs a first load that failed again once it was mended', async () => {
    await project.install('calf-provider', {
      ...files('one'),
      'MediaConduit.provider.yml': 'contract: 1\nid: calf\nname: calf\ntype: local\ncapabilities: [text-to-text]\n',
      'lib/part.js': 'throw new Error("broken");',
    });
    const said = await run(
      `say(await providers.getProvider('calf').catch(({ code }) => code));
       writeFileSync(argument.folder + '/node_modules/calf-provider/lib/part.js', argument.two['lib/part.js']);
       say(await ask(await providers.getProvider('calf')));`,
    );
    expect(said).toEqual([allOf('one', 1), 'MC_PROVIDER_LOAD_FAILED', allOf('one', 1), []]);
  });

  it('gives the new ones the SDK of the host, too', async () => {
    await project.install('cow-provider', {
      'package.json': PACKAGE,
      'node_modules/@mediaconduit/sdk/package.json': '{"name":"@mediaconduit/sdk","version":"0.0.1","main":"index.js"}',
      'node_modules/@mediaconduit/sdk/index.js': 'exports.MediaConduitError = class Own {};',
    });
    expect(await run(`write(argument.two); say(await refresh());`)).toEqual([allOf('one', 1), allOf('two', 2), []]);
  });
});
