import path from 'node:path';
import { writeFileSync } from 'node:fs';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { runProgram } from '../__fixtures__/run-program';
import { PROVIDER_CODE, SERVICE_MANIFEST, testProject, type TestProject } from './__fixtures__/test-project';

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

  it('is run again when it was mended while it was loaded', async () => {
    await using project = await testProject();
    const mending = `require('node:fs').writeFileSync(__filename, ${JSON.stringify(PROVIDER_CODE)});`;
    await project.provider('cow-provider', 'cow', '', `${mending} throw new Error('no GPU');`);
    await expect(run(project, `say([await ask(), await ask()]);`)).resolves.toEqual([[message, 'cow']]);
  });

  it('is run again when a package that it is linked to changes', async () => {
    await using project = await testProject();
    const manifest = JSON.stringify({ name: 'cow-provider', main: 'index.js', dependencies: { grass: '*' } });
    const folder = await project.provider('cow-provider', 'cow', '', `require('grass'); ${BROKEN}`);
    await writeFile(path.join(folder, 'package.json'), manifest);
    await mkdir(path.join(project.folder, 'grass'));
    await writeFile(path.join(project.folder, 'grass', 'index.js'), '');
    await symlink('../grass', path.join(project.folder, 'node_modules', 'grass'));
    const change = `writeFileSync(argument.folder + '/grass/index.js', '// mended')`;
    await expect(
      run(
        project,
        `await ask(); await ask(); const before = globalThis.runs; ${change}; await ask(); say([before, globalThis.runs]);`,
      ),
    ).resolves.toEqual([[1, 2]]);
  });

  it('is run again when somebody refreshes it', async () => {
    await using project = await testProject();
    await project.provider('cow-provider', 'cow', '', BROKEN);
    const refresh = `providers.refreshProvider('cow').catch(({ message }) => message)`;
    await expect(run(project, `await ask(); say([await ${refresh}, globalThis.runs]);`)).resolves.toEqual([
      [message, 2],
    ]);
  });

  it('is not blamed for the service that it names', async () => {
    await using project = await testProject();
    const service = await project.install('cow-service', { 'MediaConduit.service.yml': 'id: [' });
    await project.provider('cow-provider', 'cow', 'service: cow-service\n');
    const { providers } = project.runtime;
    await expect(providers.getProvider('cow')).rejects.toMatchObject({ code: 'MC_MANIFEST_INVALID' });
    await writeFile(path.join(service, 'MediaConduit.service.yml'), SERVICE_MANIFEST);
    await expect(providers.getProvider('cow')).resolves.toMatchObject({ id: 'cow' });
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
