import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { itWithDisk, makeDevice } from '../__fixtures__/small-disk';
import { fill, PACKAGE, storeWorld } from './__fixtures__/store-world';
import { removeTree } from './remove-tree';

const write =
  (name: string | Buffer) =>
  (folder: string): void =>
    writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(name)]), 'x');
const link =
  (target: string, name = 'dist/link') =>
  (folder: string): void =>
    symlinkSync(target, path.join(folder, name));
const mode =
  (bits: number) =>
  (folder: string): void =>
    chmodSync(path.join(folder, 'dist/index.js'), bits);
const make =
  (...argv: [string, ...string[]]) =>
  (folder: string): void =>
    void spawnSync(argv[0], argv.slice(1), { cwd: folder });

type Evil = readonly [what: string, make: (folder: string) => void];

const EVIL: readonly Evil[] = [
  ['a link to the root', link('/')],
  ['a link to a file of the machine', link('/etc/passwd')],
  ['a link to the folder above', link('../..')],
  ['a link out and in again', link('../../../../etc/passwd')],
  ['a link to itself', link('link')],
  ['a link with a backslash', link('..\\..\\x')],
  ['a link with a newline', link('a\nb')],
  [
    'a link out of what another one leads to',
    (folder) => [link('..', 'dist/up'), link('up/..')].map((one) => one(folder)),
  ],
  ['a link over an absolute one', (folder) => [link('/etc', 'dist/abs'), link('abs/passwd')].map((one) => one(folder))],
  ['a pipe', make('mkfifo', 'pipe')],
  ['a socket', make('python3', '-c', 'import socket; socket.socket(socket.AF_UNIX).bind("socket")')],
  ['a setuid file', mode(0o4755)],
  ['a setgid file', mode(0o2755)],
  ['a sticky file', mode(0o1644)],
  ['a name with a newline', write('a\nb')],
  ['a name with a carriage return', write('a\rb')],
  ['a name with a tab', write('a\tb')],
  ['a name with an escape', write('a\u001b[31mb')],
  ['a name with a backslash', write('..\\x')],
  ['a name that is no text', write(Buffer.from([0x61, 0xff]))],
  ['names that differ by case', (folder) => ['Readme', 'README'].map((name) => write(name)(folder))],
  ['folders that differ by case', (folder) => ['Lib', 'lib'].map((name) => mkdirSync(path.join(folder, name)))],
  [
    'names that differ by how accents are written',
    (folder) => ['\u00e9', 'e\u0301'].map((name) => write(name)(folder)),
  ],
];

const DEVICES: readonly Evil[] = [
  ['a device', (folder) => makeDevice(folder, 'null', 'c', '1', '3')],
  ['a block device', (folder) => makeDevice(folder, 'disk', 'b', '7', '0')],
];

describe('TreeStore with what no tree may hold', () => {
  const refuses = async (_: string, makeEvil: Evil[1]): Promise<void> => {
    await using world = await storeWorld();
    await using staging = await world.store.stage();
    const own = path.dirname(await world.write('own/x', 'x'));
    for (const folder of [staging.folder, own]) {
      await fill(folder, PACKAGE);
      makeEvil(folder);
    }
    for (const from of [staging, own])
      await expect(world.store.publish(from)).rejects.toMatchObject({
        code: 'MC_ARCHIVE_UNSAFE',
        facts: { path: expect.any(String), reason: expect.any(String) },
      });
    await staging[Symbol.asyncDispose]();
    await removeTree(own); // of the test's own folder not all names can be removed by others
    expect([...readdirSync(world.place('tree')), ...readdirSync(world.place('tmp'))]).toEqual([]);
  };

  it.each(EVIL)('refuses %s, staged and in a folder of somebody else', refuses);
  itWithDisk.each(DEVICES)('refuses %s, staged and in a folder of somebody else', refuses);
});
