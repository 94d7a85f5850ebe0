import path from 'node:path';
import { runProgram } from '../../__fixtures__/run-program';
import { testProject } from '../__fixtures__/test-project';

const MODEL = `({ id: 'm', name: 'm', capabilities: ['text-to-text'], async transform(text) { return 'said ' + text; },
  async *stream(text) { yield 'streamed ' + text; } })`;

/** A class whose models are what `model` says. */
const codeOf = (model: string): string => `class Cow {
  constructor() { Object.assign(this, { id: 'cow', name: 'Cow', type: 'local', capabilities: ['text-to-text'], models: [] }); }
  async configure() {}
  async isAvailable() { return true; }
  getModelsForCapability() { return this.models; }
  async getModel() { if (this.disposed) throw new Error('it is disposed'); return ${model}; }
  async getHealth() { return { status: 'healthy', uptime: 0, activeJobs: 0, queuedJobs: 0 }; }
  async dispose() { this.disposed = true; }
}
`;
const esModule = { 'package.json': '{"name":"cow-provider","version":"1.0.0","type":"module","main":"index.js"}' };

/** Loads and refreshes twice, and uses the provider and old handles after each; says the warnings at the end. */
const USE = `
  const host = runtime.createRuntime({ projectFolder: argument.folder, home: argument.home, environment: {}, isolation: argument.isolation });
  const warnings = [];
  host.events.on('provider-warning', ({ message }) => warnings.push(message));
  const { providers } = host;
  const provider = await providers.getProvider('cow');
  const model = await provider.getModel('m');
  for (let round = 0; round < 2; round++) {
    say(await model.transform('before'));
    const fresh = await providers.refreshProvider('cow');
    say([await (await fresh.getModel('m')).transform('after'), await model.transform('old handle')]);
  }
  say([await (await provider.getModel('m')).transform('old provider')]);
  say(warnings);
  await host.close();`;

async function use(files: Readonly<Record<string, string>>, isolation = 'none'): Promise<unknown[]> {
  await using project = await testProject();
  await project.provider('cow-provider', 'cow');
  await project.install('cow-provider', files);
  const running = runProgram(USE, { folder: project.folder, home: path.join(project.folder, 'home'), isolation });
  const timer = setTimeout(() => running.child.kill('SIGKILL'), 30_000); // it once went round for ever
  const { said, end, errors } = await running.ended();
  clearTimeout(timer);
  expect({ end, errors }).toEqual({ end: 0, errors: '' });
  return said;
}

const ANSWERS = [
  'said before',
  ['said after', 'said old handle'],
  'said before',
  ['said after', 'said old handle'],
  ['said old provider'],
];

describe('a refresh of what outlives it', () => {
  it.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
    [
      'an instance that an ES module exports, which goes on',
      { ...esModule, 'index.js': `${codeOf(MODEL)} export default new Cow();` },
      ['it exports the instance that is in use'], // it is made anew the first time, as nobody knows what has changed
    ],
    [
      'the models of an ES module',
      { ...esModule, 'index.js': `const MODEL = ${MODEL}; ${codeOf('MODEL')} export default Cow;` },
      [],
    ],
    [
      'a model of an ES module that CommonJS has required',
      {
        'index.js': `${codeOf("require('./model.mjs').MODEL")} require('./model.mjs'); module.exports = Cow;`,
        'model.mjs': `export const MODEL = ${MODEL};`,
      },
      ['its CommonJS code requires ES modules', 'its CommonJS code requires ES modules'],
    ],
    [
      'a model of a dependency',
      {
        'index.js': `${codeOf("require('shared').MODEL")} module.exports = Cow;`,
        'node_modules/shared/index.js': `exports.MODEL = ${MODEL};`,
      },
      [],
    ],
    [
      'a model that was frozen after its first use',
      {
        'index.js': `${codeOf("Object.freeze(require('shared').MODEL)")} module.exports = Cow;`,
        'node_modules/shared/index.js': `exports.MODEL = ${MODEL};`,
      },
      [],
    ],
  ])('keeps %s usable', async (_what, files, told) => {
    const said = await use(files);
    const warnings = said.pop();
    expect(said).toEqual(ANSWERS);
    expect(warnings).toEqual(told.map((text) => expect.stringContaining(text) as unknown));
  });

  it.each([
    ['made by a function', `${codeOf(MODEL)} module.exports = () => ({ ...new Cow(), ...methodsOf(Cow) });`, 'none'],
    ['in a process of its own', `${codeOf(MODEL)} module.exports = Cow;`, 'process'],
  ])('warns of nothing for a provider %s, whose new code runs', async (_what, code, isolation) => {
    const methodsOf = `const methodsOf = ({ prototype }) => Object.fromEntries(
      Object.getOwnPropertyNames(prototype).filter((name) => name !== 'constructor').map((name) => [name, prototype[name]]));`;
    const said = await use({ 'index.js': `${methodsOf} ${code}` }, isolation);
    expect(said.at(-1)).toEqual([]);
  });
});
