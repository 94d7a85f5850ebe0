import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { eventually, temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { KernelLock } from './kernel-lock';
import { findLockCommand, type LockCommand } from './lock-command';

const { signal } = new AbortController();

const folders = mkdtempSync(path.join(tmpdir(), 'lock-programs-'));
const PATH = process.env['PATH'] ?? '';

/** What this machine has: `flock`, the same as BusyBox would run it, and `perl` as on machines without either. */
const COMMANDS = [
  ['flock', PATH],
  ['a forking flock', busyBoxFolder()],
  ['perl', path.join(__dirname, '__fixtures__', 'perl-only')],
].map(([name = '', search = '']) => ({ name, command: findLockCommand(search, 'linux') }));
const isHere = (one: {
  name: string;
  command: LockCommand | undefined;
}): one is { name: string; command: LockCommand } => one.command !== undefined;

/** A folder whose `flock` is a link to a program of the name `busybox`, which then gets no options of util-linux. */
function busyBoxFolder(): string {
  const flock = PATH.split(path.delimiter)
    .map((folder) => path.join(folder, 'flock'))
    .find((file) => existsSync(file));
  if (!flock) return folders;
  copyFileSync(flock, path.join(folders, 'busybox'));
  symlinkSync('busybox', path.join(folders, 'flock'));
  return folders;
}

afterAll(() => rmSync(folders, { recursive: true }));

describe.each(COMMANDS.filter(isHere))('KernelLock by $name', ({ command }) => {
  let folder: TemporaryFolder;
  let file: string;
  const lock = new KernelLock(command);

  beforeEach(async () => {
    folder = await temporaryFolder();
    file = path.join(folder.path, 'run', 'x.lock');
  });

  afterEach(() => folder[Symbol.asyncDispose]());

  it('is held by many at once, and by one alone only without them', async () => {
    const [one, two] = [await lock.shared(file, signal), await lock.shared(file, signal)];
    expect(await lock.tryExclusive(file)).toBeUndefined();
    await one.release();
    expect(await lock.tryExclusive(file)).toBeUndefined();
    await two.release();
    await two.release();
    const alone = await lock.tryExclusive(file);
    expect(alone).toBeDefined();
    await alone?.release();
  });

  it('lets a user wait while somebody holds it alone', async () => {
    const alone = await lock.exclusive(file, signal);
    let joined = false;
    const joining = lock.shared(file, signal).then((held) => {
      joined = true;
      return held;
    });
    expect(await lock.tryExclusive(file)).toBeUndefined();
    expect(joined).toBe(false);
    await alone.release();
    await (await joining).release();
  });

  it('gives up waiting when it is aborted', async () => {
    const alone = await lock.exclusive(file, signal);
    const abort = new AbortController();
    const joining = lock.shared(file, abort.signal);
    abort.abort();
    await expect(joining).rejects.toBe(abort.signal.reason);
    await alone.release();
    const next = await lock.tryExclusive(file);
    expect(next).toBeDefined();
    await next?.release();
  });

  it('can be let go without waiting', async () => {
    (await lock.shared(file, signal)).releaseSync();
    await eventually(async () => {
      const alone = await lock.tryExclusive(file);
      expect(alone).toBeDefined();
      await alone?.release();
    });
  });

  it('ends with the process that held it, however that ended', async () => {
    await (await lock.shared(file, signal)).release();
    // The same child as ours has, of a process that is killed: its standard input ends with that process.
    const argv = JSON.stringify(command(file, 'exclusive'));
    const program = `const [p, ...a] = ${argv}; require('node:child_process').spawn(p, a, { stdio: ['pipe', 'inherit', 'ignore'], detached: true }); setInterval(() => 0, 1e6);`;
    const holder = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'ignore'] });
    await once(holder.stdout, 'data');
    expect(await lock.tryExclusive(file)).toBeUndefined();
    holder.kill('SIGKILL');
    const next = await lock.exclusive(file, signal);
    await next.release();
  });
});

describe('KernelLock', () => {
  it('says when the lock cannot be taken at all', async () => {
    const lock = new KernelLock(() => ['/no/such/program']);
    await using folder = await temporaryFolder();
    const file = path.join(folder.path, 'x.lock');
    await expect(lock.shared(file, signal)).rejects.toMatchObject({ code: 'MC_HOME_UNUSABLE', facts: { file } });
    await expect(new KernelLock(() => ['/bin/false']).shared(file, signal)).rejects.toMatchObject({
      code: 'MC_HOME_UNUSABLE',
    });
  });
});

for (const { name } of COMMANDS.filter((one) => !isHere(one)))
  it.skip(`KernelLock by ${name}, which this machine has not got`, () => undefined);

describe('findLockCommand', () => {
  it('finds none on Windows, nor where there are neither flock nor perl', () => {
    expect(findLockCommand(process.env['PATH'] ?? '', 'win32')).toBeUndefined();
    expect(findLockCommand('/no/such/folder::', 'linux')).toBeUndefined();
  });
});
