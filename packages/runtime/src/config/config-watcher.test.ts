import { mkdir, rename, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { SILENT_LOGGER, SYSTEM_CLOCK } from '@mediaconduit/sdk';
import { createManualClock, eventually, temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { createConfigWorld } from './__fixtures__/config-world';
import type { FileVerdict } from './config-manager';
import { ConfigWatcher } from './config-watcher';
import type { WatchListeners, WatchPath } from './watch-path';

let folder: TemporaryFolder;
let file: string;

beforeEach(async () => {
  folder = await temporaryFolder();
  file = path.join(folder.path, 'stack', 'mediaconduit.yml');
  await mkdir(path.dirname(file));
});

afterEach(() => folder[Symbol.asyncDispose]());

/** A watcher whose system tells what a test says, by a clock that the test moves. */
function scripted(verdictOn: (text: string) => FileVerdict = () => 'applied') {
  const clock = createManualClock();
  const taken: [string, boolean][] = [];
  const open = new Map<string, WatchListeners>();
  const log = { ...SILENT_LOGGER, warn: jest.fn() };
  const watch: WatchPath = (watched, listeners) => {
    open.set(watched, listeners);
    return { [Symbol.dispose]: () => void open.delete(watched) };
  };
  const take = async (text: string, final: boolean) => {
    taken.push([text, final]);
    const verdict = verdictOn(text);
    return verdict === 'unreadable' && final ? 'rejected' : verdict;
  };
  const watcher = new ConfigWatcher({ file, clock, take, watch, log });
  const tell = (name = path.basename(file)) => open.get(path.dirname(file))?.onEvent(name);
  const sees = (...texts: [string, boolean][]) => eventually(async () => expect(taken).toEqual(texts));
  const pass = (ms: number) => clock.advance(ms);
  /** Until the look has ended that leaves so many timers. */
  const waits = (timers: number) => eventually(async () => expect(clock.pending).toBe(timers));
  return { clock, taken, open, log, watcher, tell, sees, pass, waits };
}

describe('ConfigWatcher', () => {
  it('hands a text on when nothing happened to it for 250 ms, and only once', async () => {
    const { watcher, tell, pass, sees, clock } = scripted();
    await writeFile(file, 'one');
    watcher.start();
    await pass(0);
    await sees(['one', false]);
    await writeFile(file, 'tw');
    tell();
    await pass(249);
    await writeFile(file, 'two');
    tell();
    await pass(249);
    await sees(['one', false]);
    await pass(1);
    await sees(['one', false], ['two', false]);
    tell();
    await pass(250);
    await sees(['one', false], ['two', false]);
    await watcher.close();
    expect(clock.pending).toBe(0);
  });

  it('hears nothing of other files', async () => {
    const { watcher, tell, pass, clock } = scripted();
    await writeFile(file, 'one');
    watcher.start();
    await pass(0);
    tell('server.log');
    expect(clock.pending).toBe(0);
    tell('..data');
    expect(clock.pending).toBe(1);
    await watcher.close();
  });

  it('waits for a half-written text, and hands it on as it is when it stays so', async () => {
    const { watcher, tell, pass, sees, waits } = scripted((text) =>
      text.startsWith('half') ? 'unreadable' : 'applied',
    );
    await writeFile(file, 'half');
    watcher.start();
    await pass(0);
    await waits(1);
    await sees(['half', false]);
    await writeFile(file, 'whole');
    await pass(1000);
    await sees(['half', false], ['whole', false]);
    await writeFile(file, 'half 2');
    tell();
    await pass(250);
    await sees(['half', false], ['whole', false], ['half 2', false]);
    await waits(1);
    await pass(1000);
    await sees(['half', false], ['whole', false], ['half 2', false], ['half 2', true]);
    tell();
    await pass(2000);
    await sees(['half', false], ['whole', false], ['half 2', false], ['half 2', true]);
    await watcher.close();
  });

  it('looks every 2 s while the folder is gone, complains once, and watches it anew', async () => {
    const { watcher, pass, sees, open, log, waits } = scripted();
    await rm(path.dirname(file), { recursive: true });
    watcher.start();
    await pass(0);
    await waits(1);
    await pass(2000);
    await waits(1);
    await eventually(async () => expect(log.warn).toHaveBeenCalledTimes(1));
    expect(open.size).toBe(0);
    await folder.write('stack/mediaconduit.yml', 'back');
    await pass(2000);
    await sees(['back', false]);
    expect([...open.keys()]).toEqual([path.dirname(file), file]);
    await watcher.close();
    expect(open.size).toBe(0);
  });

  it('watches the file anew that stands in the place of another, and what failed', async () => {
    const { watcher, tell, pass, sees, open } = scripted();
    await writeFile(file, 'one');
    watcher.start();
    await pass(0);
    await sees(['one', false]);
    const first = open.get(file);
    await folder.write('stack/new', 'two');
    await rename(path.join(folder.path, 'stack', 'new'), file);
    tell();
    await pass(250);
    await sees(['one', false], ['two', false]);
    expect(open.get(file)).not.toBe(first);
    open.get(file)?.onError(new Error('gone'));
    expect(open.has(file)).toBe(false);
    await pass(250);
    await eventually(async () => expect(open.has(file)).toBe(true));
    await watcher.close();
  });

  it('leaves nothing when it is closed while it looks', async () => {
    const { watcher, clock, open, taken } = scripted();
    await writeFile(file, 'one');
    watcher.start();
    const moved = clock.advance(0);
    await watcher.close();
    await moved;
    const seen = taken.length;
    await clock.advance(10_000);
    expect([clock.pending, open.size, taken.length]).toEqual([0, 0, seen]);
  });
});

describe('on the real file system', () => {
  const follow = () => {
    const taken: string[] = [];
    const take = async (text: string): Promise<FileVerdict> => {
      taken.push(text);
      return 'applied';
    };
    const watcher = new ConfigWatcher({ file, clock: SYSTEM_CLOCK, take });
    watcher.start();
    return { watcher, last: (text: string) => eventually(async () => expect(taken.at(-1)).toBe(text)) };
  };

  it('follows a file that is written, replaced, removed and made again, folder and all', async () => {
    await writeFile(file, '1');
    const { watcher, last } = follow();
    await last('1');
    await writeFile(file, '2');
    await last('2');
    await folder.write('stack/.tmp', '3');
    await rename(path.join(folder.path, 'stack', '.tmp'), file);
    await last('3');
    await writeFile(file, '4');
    await last('4');
    await unlink(file);
    await writeFile(file, '5');
    await last('5');
    await rm(path.dirname(file), { recursive: true });
    await folder.write('stack/mediaconduit.yml', '6');
    await last('6');
    await watcher.close();
  }, 30_000);

  it('follows the target of a link', async () => {
    await folder.write('elsewhere/a.yml', '1');
    await symlink(path.join(folder.path, 'elsewhere', 'a.yml'), file);
    const { watcher, last } = follow();
    await last('1');
    await folder.write('elsewhere/a.yml', '2');
    await last('2');
    await watcher.close();
  });
});

it('reloads what is edited, and keeps what ran when the edit is wrong', async () => {
  await using world = await createConfigWorld();
  const text = (image: string) => `services: { a: { image: "${image}" } }`;
  await world.write(text('a:1'));
  const manager = world.manager();
  await manager.open();
  const rejected = jest.fn();
  manager.events.on('rejected', rejected);
  const take = (found: string, final: boolean) => manager.takeFile(found, final);
  await using watcher = new ConfigWatcher({ file: world.file, clock: SYSTEM_CLOCK, take });
  watcher.start();
  await world.write(text('a:2'));
  await eventually(async () => expect(world.images()).toEqual({ a: 'a:2' }));
  await world.write('services: { a: {');
  await eventually(async () => expect(rejected).toHaveBeenCalledTimes(1));
  await world.write(text('broken'));
  await eventually(async () => expect(rejected).toHaveBeenCalledTimes(2));
  expect(world.images()).toEqual({ a: 'a:2' });
  await world.write(text('a:3'));
  await eventually(async () => expect(manager.applied).toMatchObject({ seq: 3, source: 'file' }));
  expect(world.images()).toEqual({ a: 'a:3' });
}, 30_000);
