import { randomUUID } from 'node:crypto';
import { readdir, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { runProgram } from '../../__fixtures__/run-program';
import { collectCompiled } from './collect-compiled';
import { CompiledCache } from './compiled-cache';
import { TypeScriptCompiler } from './typescript-compiler';

const DAY_MS = 86_400_000;
const ROUNDS = process.env['TORTURE'] ? 200_000 : 300;

let home: TemporaryFolder;
let cache: CompiledCache;
beforeEach(async () => {
  home = await temporaryFolder();
  cache = new CompiledCache(join(home.path, 'compiled'));
});
afterEach(() => home[Symbol.asyncDispose]());

/** A package with that many sources, all of which are compiled. Answers its folder and their keys. */
async function compiled(name: string, count: number): Promise<{ readonly folder: string; readonly keys: string[] }> {
  for (let at = 0; at < count; at++) await home.write(`${name}/src/${at}.ts`, `export const ${name} = ${at};`);
  await home.write(`${name}/src/types.d.ts`, 'declare const a: number;');
  await home.write(`${name}/node_modules/other/index.ts`, 'export const other = 1;');
  const folder = join(home.path, name);
  const keys: string[] = [];
  for await (const key of new TypeScriptCompiler(folder, cache).keys()) keys.push(key);
  for (const key of keys) cache.set(key, `// ${key}`);
  return { folder, keys };
}

const placeOf = (key: string): string => join(home.path, 'compiled', key.slice(0, 2), `${key}.cjs`);
const age = (file: string): Promise<void> => utimes(file, 1, 1);
const held = (keys: readonly string[]): string[] => keys.filter((key) => cache.get(key) !== undefined);

describe('collectCompiled', () => {
  it('keeps what the packages in use have, and what is not old', async () => {
    const [used, lost, young] = [await compiled('used', 3), await compiled('lost', 2), await compiled('young', 1)];
    expect(used.keys).toHaveLength(3);
    for (const key of [...used.keys, ...lost.keys]) await age(placeOf(key));
    const report = await collectCompiled(home.path, { packages: () => [used.folder, '/no/such'], minAgeMs: DAY_MS });
    expect(report).toEqual({ removed: 2, kept: 4, freedBytes: expect.any(Number) });
    expect(report.freedBytes).toBeGreaterThan(0);
    expect(held([...used.keys, ...lost.keys, ...young.keys])).toEqual([...used.keys, ...young.keys]);
    expect(await collectCompiled(home.path, { packages: () => [used.folder], minAgeMs: 0 })).toMatchObject({
      removed: 1,
    });
  });

  it('keeps what was read lately', async () => {
    const { keys } = await compiled('read', 2);
    for (const key of keys) await age(placeOf(key));
    cache.get(keys[0] ?? '');
    await collectCompiled(home.path, { packages: () => [], minAgeMs: DAY_MS });
    expect(held(keys)).toEqual([keys[0]]);
  });

  it('removes drafts that nobody finishes, and leaves those that are being written', async () => {
    const { keys } = await compiled('used', 1);
    const [dead = '', alive = ''] = [1, 2].map(() => `${placeOf(keys[0] ?? '')}.${randomUUID()}`);
    for (const draft of [dead, alive]) await home.write(draft.slice(home.path.length + 1), 'half');
    await age(dead);
    await collectCompiled(home.path, { packages: () => [], minAgeMs: 0 });
    const left = await readdir(dirname(alive));
    expect(left.map((name) => join(dirname(alive), name))).toEqual([alive]);
  });

  it('disturbs nobody who writes and reads at the same time', async () => {
    const writer = runProgram(
      `const { CompiledCache } = require(argument.cache);
       const cache = new CompiledCache(argument.home + '/compiled');
       const { createHash } = require('node:crypto');
       let [same, gone] = [0, 0];
       for (let round = 0; round < argument.rounds; round++) {
         const key = createHash('sha256').update(String(round % 50)).digest('hex');
         cache.set(key, 'code of ' + key);
         await new Promise(setImmediate);
         const found = cache.get(key);
         if (found === undefined) gone++;
         else if (found === 'code of ' + key) same++;
         else throw new Error(found);
       }
       say([same, gone]);`,
      { cache: join(__dirname, '../../../dist/provider/modules/compiled-cache.js'), home: home.path, rounds: ROUNDS },
    );
    const ended = writer.ended();
    let [isOver, removed] = [false, 0];
    void ended.then(() => (isOver = true));
    do removed += (await collectCompiled(home.path, { packages: () => [], minAgeMs: 0 })).removed;
    while (!isOver || removed === 0);
    const { said, ...end } = await ended;
    expect(end).toEqual({ end: 0, errors: '' });
    const [[same, gone]] = said as [[number, number]];
    expect(same + gone).toBe(ROUNDS);
    expect(removed).toBeGreaterThan(0);
  }, 300_000);

  it('looks at no package while nothing is old, and needs no folder', async () => {
    const packages = (): never => {
      throw new Error('nobody has to look');
    };
    await expect(collectCompiled(home.path, { packages, minAgeMs: 0 })).resolves.toMatchObject({ removed: 0, kept: 0 });
    await compiled('young', 1);
    await home.write('compiled/README', 'no folder');
    await expect(collectCompiled(home.path, { packages, minAgeMs: DAY_MS })).resolves.toMatchObject({ kept: 1 });
  });
});
