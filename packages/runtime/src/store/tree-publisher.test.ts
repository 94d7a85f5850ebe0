import fs from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { publish, storeWorld } from './__fixtures__/store-world';

jest.mock('./process-mark', () => ({ ...jest.requireActual<object>('./process-mark'), bootId: () => '' }));

/** What all open files share. */
async function handlesOf(file: string): Promise<FileHandle> {
  await using handle = await open(file, 'r');
  return Object.getPrototypeOf(handle) as FileHandle;
}

afterEach(() => jest.restoreAllMocks());

it('where one start of the machine is not told from another, flushes each content once, and links and renames nothing meanwhile', async () => {
  await using world = await storeWorld();
  const handles = await handlesOf(await world.write('some', ''));
  const flush = Reflect.get<FileHandle, 'sync'>(handles, 'sync');
  let [flushing, flushed] = [0, 0];
  const blocking: string[] = [];
  jest.spyOn(handles, 'sync').mockImplementation(async function (this: FileHandle) {
    flushing++;
    await flush.call(this);
    flushing--;
    flushed++;
  });
  for (const name of ['linkSync', 'renameSync', 'unlinkSync', 'rmSync', 'chmodSync', 'utimesSync'] as const) {
    const original = fs[name] as (...args: unknown[]) => unknown;
    jest.spyOn(fs, name).mockImplementation((...args: unknown[]) => {
      if (flushing > 0) blocking.push(`${name} ${path.basename(String(args[0]))}`);
      return original(...args);
    });
  }
  const files = Object.fromEntries(Array.from({ length: 60 }, (_, file) => [`lib/${file}.js`, `${file % 20}`]));
  const { hash } = await publish(world.store, files);
  expect(blocking).toEqual([]);
  expect(flushed).toBeGreaterThanOrEqual(20);
  expect(flushed).toBeLessThan(20 + 10); // and what the store writes for itself
  expect(await world.anew().get(hash, { thorough: true })).toBeDefined();
});
