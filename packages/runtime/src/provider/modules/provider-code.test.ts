import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { runProgram } from '../../__fixtures__/run-program';

const LOADER = path.resolve(__dirname, '../../../dist/provider/load-provider-class.js');
const MANIFEST = 'id: cow\nname: Cow\ntype: remote\ncapabilities: [text-to-text]\n';

/** Runs code in a program of its own, where `load()` answers the class of the provider and `warnings` what was tolerated. */
async function run(folder: string, code: string): Promise<unknown[]> {
  const program = runProgram(
    `const { loadProviderClass } = require(argument.loader);
     const { readProviderManifestSync } = require('@mediaconduit/sdk/manifest');
     const warnings = [];
     const load = () => loadProviderClass(readProviderManifestSync(argument.folder),
       { home: argument.folder + '/../home', onWarning: (message) => warnings.push(message) });
     ${code}`,
    { folder, loader: LOADER },
  );
  const { said, end, errors } = await program.ended();
  expect({ end, errors }).toEqual({ end: 0, errors: '' });
  return said;
}

describe('ProviderCode', () => {
  let root: TemporaryFolder;
  let folder: string;
  const write = async (files: Readonly<Record<string, string>>): Promise<void> => {
    for (const [file, text] of Object.entries(files)) await root.write(path.join('cow', file), text);
  };

  beforeEach(async () => {
    root = await temporaryFolder();
    folder = path.join(root.path, 'cow');
    await write({ 'MediaConduit.provider.yml': MANIFEST, 'package.json': '{"name":"cow","main":"dist/index.js"}' });
  });

  afterEach(() => root[Symbol.asyncDispose]());

  it('gives TypeScript the meaning that its compiler gives it', async () => {
    await write({
      'src/index.ts': `
        import { Sound, type Loud } from './sound.js';
        import data = require('./data.json');
        import { readFileSync } from 'fs';
        class Base { constructor() { this.init(); } init(): void {} }
        export default class CowProvider extends Base {
          sound?: Sound;
          declare loud: Loud;
          init() { this.sound = Sound.Moo; }
          constructor(readonly name = 'cow') { super(); }
          facts = [data.legs, readFileSync(__filename, 'utf8').length > 0, import.meta.url === 'file://' + __filename];
          lazy = async () => (await import('./lazy')).lazy;
        }`,
      'src/sound.ts': 'export enum Sound { Moo = "moo" } export interface Loud {}',
      'src/data.json': '{"legs":4}',
      'src/lazy/index.ts': 'export const lazy: string = "loaded later";',
    });
    const code = `const cow = new (await load())(); say({ ...cow, lazy: await cow.lazy() });`;
    // a field without a value leaves what the constructor above has set, as it does for the target of old packages
    const [cow] = await run(folder, code);
    expect(cow).toEqual({ sound: 'moo', name: 'cow', facts: [4, true, true], lazy: 'loaded later' });
    await write({ 'tsconfig.json': '{"compilerOptions":{"target":"ES2022"}}' });
    await expect(run(folder, code)).resolves.toEqual([expect.not.objectContaining({ sound: 'moo' })]);
  });

  it('lets ES modules declare the names of CommonJS themselves', async () => {
    await write({
      'package.json': '{"name":"cow","type":"module"}',
      'src/index.ts': `
        import { createRequire } from 'node:module';
        import { basename, dirname } from 'node:path';
        import { fileURLToPath } from 'node:url';
        const require = createRequire(import.meta.url);
        const __filename = fileURLToPath(import.meta.url);
        const __dirname = import.meta.dirname;
        export const isStrict = (function (this: unknown) { return this === undefined; })();
        export default class CowProvider {
          facts = [basename(__filename), __dirname === dirname(__filename), typeof require('fs').readFileSync, isStrict];
        }`,
    });
    await expect(run(folder, `say(new (await load())().facts);`)).resolves.toEqual([
      ['index.ts', true, 'function', true],
    ]);
  });

  it('lets functions be called that are imported as a namespace, and read as a default', async () => {
    await write({
      'src/index.ts': `
        import * as Shout from './shout';
        import same from './shout';
        import * as assert from 'assert';
        import equal, { ok } from 'assert';
        import events, { once } from 'events';
        assert(true);
        export default class CowProvider {
          facts = [new (Shout as any)('moo').text, (Shout as any).loud, same === (Shout as any).default, assert.ok === ok,
            equal.ok === ok, events.once === once, new events() instanceof events];
        }`,
      'src/shout.js': 'module.exports = class { static loud = true; constructor(text) { this.text = text; } };',
    });
    await expect(run(folder, `say(new (await load())().facts);`)).resolves.toEqual([
      ['moo', true, true, true, true, true, true],
    ]);
  });

  it('finds modules by the paths of tsconfig.json, packages first', async () => {
    await write({
      'tsconfig.json': JSON.stringify({ extends: './base.json', compilerOptions: { baseUrl: './src' } }),
      'base.json': JSON.stringify({
        compilerOptions: { paths: { '@/*': ['missing/*', 'src/*'], '@/lib/*': ['lib/*'], here: ['src/here.ts'] } },
      }),
      'src/index.ts': `
        import { one } from '@/one'; import { two } from '@/lib/two'; import { three } from 'here'; import { four } from 'part/four';
        import { five } from 'five';
        export default class CowProvider { facts = [one, two, three, four, five]; }`,
      'src/one.ts': 'export const one = 1;',
      'lib/two/index.ts': 'export const two = 2;',
      'src/here.ts': 'export const three = 3;',
      'src/part/four.ts': 'export const four = 4;',
      'src/five.ts': 'export const five = "not this one";',
      'node_modules/five/index.js': 'exports.five = 5;',
    });
    await expect(run(folder, `say(new (await load())().facts);`)).resolves.toEqual([[1, 2, 3, 4, 5]]);
  });

  it('names lines of the source in errors, while loading and later', async () => {
    const boom = (when: string): string => `interface A {\n  a: number;\n}\n\nexport default class {\n  ${when}\n}\n`;
    await write({ 'src/index.ts': boom('later() { throw new Error("later"); }') });
    const [stack] = (await run(
      folder,
      `const cow = new (await load())(); try { cow.later() } catch (error) { say(error.stack) }`,
    )) as [string];
    expect(stack).toContain(`${path.join(folder, 'src/index.ts')}:6:`);
    await write({ 'src/index.ts': boom('static now = (() => { throw new Error("now"); })();') });
    const facts = `await load().catch(({ code, message, facts }) => say([code, message, facts.place]))`;
    await expect(run(folder, facts)).resolves.toEqual([
      [
        'MC_PROVIDER_LOAD_FAILED',
        'The code of provider "cow" failed while loading: now',
        `${path.join(folder, 'src/index.ts')}:6`,
      ],
    ]);
  });

  it('leaves nothing behind that keeps the program, and nothing that changes it', async () => {
    await write({ 'src/index.ts': 'export default class {}' });
    await root.write('other/part.ts', 'exports.part = 1;');
    await expect(
      run(
        folder,
        `await load();
         const found = (request) => { try { return require(request).part; } catch (error) { return error.code; } };
         say([found(argument.folder + '/../other/part'), found(argument.folder + '/../other/part.ts')]);`,
      ),
    ).resolves.toEqual([['MODULE_NOT_FOUND', 1]]);
  });

  it.each([
    [
      'TypeScript',
      { 'src/index.ts': "export * from './types';\nexport * as more from './more';\nexport default class {}" },
    ],
    [
      'what its compiler writes',
      {
        'dist/index.js': `var __exportStar = (from, exports) => Object.assign(exports, from);
          __exportStar(require("./types"), exports);
          __exportStar(require("./more"), exports);
          exports.default = class {};`,
      },
    ],
  ])('tolerates in %s that a file is missing which is only handed on', async (_what, files) => {
    await write(files);
    const [warnings] = (await run(folder, 'await load(); say(warnings);')) as [string[]];
    const file = Object.keys(files)[0];
    expect(warnings).toEqual([
      `${file} hands on ./types, which is missing: its names are left out`,
      `${file} hands on ./more, which is missing: its names are left out`,
    ]);
  });

  it('does not tolerate that a file is missing which is needed', async () => {
    await write({ 'src/index.ts': "import { Base } from './base';\nexport default class extends Base {}" });
    await expect(run(folder, 'await load().catch(({ message }) => say(message))')).resolves.toEqual([
      expect.stringContaining("Cannot find module './base', which "),
    ]);
  });

  it('loads packages that are for import alone', async () => {
    await write({
      'src/index.ts': "import { sound } from 'sounds';\nexport default class { static sound = sound }",
      'node_modules/sounds/package.json': '{"name":"sounds","type":"module","exports":{".":{"import":"./main.js"}}}',
      'node_modules/sounds/main.js': 'export const sound = "moo";',
    });
    await expect(run(folder, 'say((await load()).sound)')).resolves.toEqual(['moo']);
  });

  describe('beside what waits at its top level', () => {
    const waiting = {
      'src/slow.mjs': 'export const slow = await Promise.resolve("slow"); export default slow.length;',
      'node_modules/late/package.json': '{"name":"late","type":"module","exports":{"import":"./main.js"}}',
      'node_modules/late/main.js': 'export const late = await Promise.resolve("late");',
    };

    it('imports it in TypeScript, as often as it is asked for', async () => {
      await write({
        ...waiting,
        'src/index.ts': `const name = (): string => './slow.mjs';
          export default class {
            static async all() {
              const { slow, default: length } = await import('./slow.mjs');
              return [slow, length, (await import(name())).slow, (await import('late')).late, (await import('node:path')).sep];
            }
          }`,
      });
      const said = `const Cow = await load(); say(await Cow.all()); say(await Cow.all());`;
      await expect(run(folder, said)).resolves.toEqual(Array(2).fill(['slow', 4, 'slow', 'late', path.sep]));
    });

    it.each([
      [
        'asks for it as it loads',
        "import { slow } from './slow.mjs';\nexport default class { s = slow }",
        'await import()',
      ],
      ['waits itself', 'export const a = await 1;\nexport default class {}', 'wait within a function'],
    ])('says what to do when TypeScript %s', async (_what, text, hint) => {
      await write({ ...waiting, 'src/index.ts': text });
      await expect(run(folder, `await load().catch(({ code, hint }) => say([code, hint]))`)).resolves.toEqual([
        ['MC_PROVIDER_LOAD_FAILED', expect.stringContaining(hint)],
      ]);
    });
  });

  it('finds a file that is spelt in other letters', async () => {
    await write({ 'src/index.ts': "export { Cow as default } from './cow';", 'src/Cow.ts': 'export class Cow {}' });
    await expect(run(folder, 'say([(await load()).name, warnings])')).resolves.toEqual([
      ['Cow', ['src/index.ts asks for ./cow, but the file is called Cow.ts']],
    ]);
  });

  describe('with a copy of the SDK of its own', () => {
    const which = `say((await load()).error === require('@mediaconduit/sdk').MediaConduitError)`;
    const module =
      "import { MediaConduitError } from '@mediaconduit/sdk';\nexport default class { static error = MediaConduitError }";

    beforeEach(() =>
      write({
        'node_modules/@mediaconduit/sdk/package.json':
          '{"name":"@mediaconduit/sdk","version":"0.0.1","main":"index.js"}',
        'node_modules/@mediaconduit/sdk/index.js': 'exports.MediaConduitError = class Own {};',
      }),
    );

    it.each([
      ['TypeScript', { 'src/index.ts': module }],
      [
        'CommonJS',
        {
          'dist/index.js': "exports.default = class { static error = require('@mediaconduit/sdk').MediaConduitError }",
        },
      ],
      ['an ES module', { 'dist/index.mjs': module, 'package.json': '{"main":"dist/index.mjs"}' }],
      [
        'an ES module by its type',
        { 'dist/index.js': module, 'package.json': '{"type":"module","main":"dist/index.js"}' },
      ],
      [
        'a dependency',
        {
          'dist/index.js': "module.exports = require('base');",
          'node_modules/base/index.js':
            "module.exports = class { static error = require('@mediaconduit/sdk').MediaConduitError }",
        },
      ],
    ])('gives %s the one of the host', async (_what, files) => {
      await write(files);
      await expect(run(folder, which)).resolves.toEqual([true]);
    });

    it('leaves other programs their own', async () => {
      await write({ 'src/index.ts': module });
      await root.write('other/node_modules/@mediaconduit/sdk/index.js', 'exports.own = true;');
      await root.write('other/index.js', "exports.own = require('@mediaconduit/sdk').own;");
      await expect(
        run(folder, `await load(); say(require(argument.folder + '/../other/index.js').own)`),
      ).resolves.toEqual([true]);
    });
  });

  it('compiles without a home that can be written to', async () => {
    await write({ 'src/index.ts': 'export default class Cow {}' });
    await writeFile(path.join(root.path, 'home'), 'no folder');
    await expect(run(folder, 'say((await load()).name)')).resolves.toEqual(['Cow']);
  });
});
