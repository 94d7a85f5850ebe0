import path from 'node:path';
import { writeFileSync } from 'node:fs';
import { runProgram } from '../__fixtures__/run-program';
import { PROVIDER_CODE, testProject, type TestProject } from './__fixtures__/test-project';

/** Breaks, and notes how often it was run. */
const BROKEN = 'globalThis.runs = (globalThis.runs ?? 0) + 1; throw new Error("no GPU");';

async function run(project: TestProject, code: string): Promise<unknown[]> {
  const program = runProgram(
    `const { providers, events } = runtime.createRuntime({ projectFolder: argument.folder, home: argument.folder + '/home' });
     const quarantined = [];
     events.on('provider-quarantined', ({ provider, error }) => quarantined.push([provider, error.code]));
     const { writeFileSync, mkdirSync } = require('node:fs');
     const write = (name, text) => writeFileSync(argument.folder + '/node_modules/cow-provider/' + name, text);
     const ask = () => providers.getProvider('cow').then(({ id }) => id, ({ message }) => message);
     ${code}`,
    { folder: project.folder, whole: PROVIDER_CODE },
  );
  const { said, end, errors } = await program.ended();
  expect({ end, errors }).toEqual({ end: 0, errors: '' });
  return said;
}

describe('a provider that breaks while it is loaded', () => {
  const message = 'The code of provider "cow" failed while loading: no GPU';

  it('is not run again before its files change; then it is read anew', async () => {
    await using project = await testProject();
    const folder = await project.provider('cow-provider', 'cow', '', "require('./part'); throw new Error('no GPU');");
    writeFileSync(path.join(folder, 'part.js'), 'globalThis.runs = (globalThis.runs ?? 0) + 1;');
    await expect(
      run(
        project,
        `say([await ask(), await ask(), globalThis.runs, quarantined]);
         write('index.js', "require('./part'); " + argument.whole);
         say([await ask(), globalThis.runs]);`,
      ),
    ).resolves.toEqual([
      [message, message, 1, [['cow', 'MC_PROVIDER_LOAD_FAILED']]],
      ['cow', 2],
    ]);
  });

  it.each([
    ['a dependency is installed', `mkdirSync(argument.folder + '/node_modules/new-package')`],
    ['the environment changes', `process.env.COW_KEY = 'moo'`],
  ])('is tried again when %s', async (_what, change) => {
    await using project = await testProject();
    await project.provider('cow-provider', 'cow', '', BROKEN);
    await expect(
      run(project, `await ask(); await ask(); ${change}; await ask(); say(globalThis.runs);`),
    ).resolves.toEqual([2]);
  });

  it('leaves the others alone', async () => {
    await using project = await testProject();
    await project.provider('cow-provider', 'cow', '', BROKEN);
    await project.provider('calf-provider', 'calf');
    await expect(run(project, `await ask(); say((await providers.getProvider('calf')).id);`)).resolves.toEqual([
      'calf',
    ]);
  });
});
