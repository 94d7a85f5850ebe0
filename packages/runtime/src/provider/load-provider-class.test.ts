import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runProgram } from '../__fixtures__/run-program';
import { PROVIDER_CODE, testProject } from './__fixtures__/test-project';

const AS_MODULE = PROVIDER_CODE.replace('module.exports =', 'export default');

/** Loads providers in a program of its own: Jest has its own module registry. */
async function load(folder: string, code: string): Promise<unknown[]> {
  const program = runProgram(
    `const host = runtime.createRuntime({ projectFolder: argument.folder, environment: {} });
     const { providers } = host; ${code}`,
    { folder },
  );
  const { said, end, errors } = await program.ended();
  expect({ end, errors }).toEqual({ end: 0, errors: '' });
  return said;
}

describe('loadProviderClass', () => {
  it.each([
    ['an ES module', { 'index.mjs': AS_MODULE, 'package.json': '{"main":"index.mjs"}' }],
    ['an ES module by its type', { 'index.js': AS_MODULE, 'package.json': '{"type":"module","main":"index.js"}' }],
    [
      'an ES module with top-level await',
      { 'index.mjs': `await null;\n${AS_MODULE}`, 'package.json': '{"main":"index.mjs"}' },
    ],
    ['a CommonJS class', { 'index.js': PROVIDER_CODE }],
  ])('loads %s', async (_what, files) => {
    await using project = await testProject();
    const folder = await project.provider('cow-provider', 'cow');
    for (const [name, content] of Object.entries(files)) writeFileSync(path.join(folder, name), content);
    await expect(load(project.folder, `say((await providers.getProvider('cow')).id);`)).resolves.toEqual(['cow']);
  });

  it('tells an ES module that throws from one that cannot be required', async () => {
    await using project = await testProject();
    const folder = await project.provider('cow-provider', 'cow');
    writeFileSync(path.join(folder, 'index.mjs'), 'await null; throw new Error("no GPU");');
    writeFileSync(path.join(folder, 'package.json'), '{"main":"index.mjs"}');
    const code = `await providers.getProvider('cow').catch(({ code, message, cause }) => say([code, message, cause.message]));`;
    await expect(load(project.folder, code)).resolves.toEqual([
      ['MC_PROVIDER_LOAD_FAILED', 'The code of provider "cow" failed while loading: no GPU', 'no GPU'],
    ]);
  });

  it.each([
    ['a CommonJS file', 'index.js', { 'index.js': 'const a = 1;\nconst b = ;' }, 'index.js:2 Unexpected token'],
    ['an ES module', 'index.mjs', { 'index.mjs': '\n\nconst b = ;' }, 'index.mjs:3 Unexpected token'],
    [
      'a part of an ES module',
      'index.mjs',
      { 'index.mjs': "import './part.mjs';", 'part.mjs': '\nexport const = 1;', 'other.mjs': 'export class {}' },
      'part.mjs:2 Unexpected token',
    ],
    [
      'a file that it requires',
      'index.js',
      { 'index.js': "require('./part');", 'part.js': '{' },
      'part.js:1 Unexpected end',
    ],
    ['JSON', 'index.js', { 'index.js': "require('./part.json');", 'part.json': '{' }, 'part.json: '],
  ])('names the line of a syntax error in %s', async (_what, main, files, place) => {
    await using project = await testProject();
    const folder = await project.provider('cow-provider', 'cow');
    for (const [name, content] of Object.entries({ ...files, 'package.json': JSON.stringify({ main }) }))
      writeFileSync(path.join(folder, name), content);
    const [[message, hint]] = (await load(
      project.folder,
      `await providers.getProvider('cow').catch(({ message, hint }) => say([message, hint]));`,
    )) as [[string, string]];
    expect(message).toContain(`while loading: ${path.join(folder, place)}`);
    expect(hint).toMatch(/again$/);
  });
});

describe('evictModules', () => {
  it('lets a refreshed provider run its changed files, and keeps its dependencies', async () => {
    await using project = await testProject();
    const dependency = { 'package.json': '{"main":"index.js"}', 'index.js': 'exports.loaded = Math.random();' };
    const code = `const part = require('./part'); const { loaded } = require('dependency');\n${PROVIDER_CODE.replace(
      'disposed: 0',
      'version: part.version, loaded',
    )}`;
    const folder = await project.provider('cow-provider', 'cow', '', code);
    await project.install('cow-provider/node_modules/dependency', dependency);
    writeFileSync(path.join(folder, 'part.js'), 'exports.version = 1;');
    const [first, second] = await load(
      project.folder,
      `const show = ({ version, loaded }) => say({ version, loaded });
       show(await providers.getProvider('cow'));
       require('node:fs').writeFileSync(argument.folder + '/node_modules/cow-provider/part.js', 'exports.version = 2;');
       show(await providers.refreshProvider('cow'));`,
    );
    expect(readFileSync(path.join(folder, 'part.js'), 'utf8')).toContain('2');
    const { loaded } = first as { loaded: number };
    expect([first, second]).toEqual([
      { version: 1, loaded },
      { version: 2, loaded },
    ]);
  });
});
