import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { LOCK_FILE } from './lock-file';
import { addTrust, readTrust, removeTrust, type TrustedFile } from './trust-section';

const trusted = (service: string, sha256 = 'a'.repeat(64)): TrustedFile => ({
  ...{ service, file: `services/${service}/docker-compose.yml`, sha256 },
  ...{ trustedAt: '2026-01-01T00:00:00.000Z', by: 'somebody' },
});

let project: TemporaryFolder;
beforeEach(async () => (project = await temporaryFolder()));
afterEach(() => project[Symbol.asyncDispose]());

const { signal } = new AbortController();
const place = () => ({ folder: project.path, home: join(project.path, 'home') });

const written = (): Promise<string> => readFile(join(project.path, LOCK_FILE), 'utf8');

it('trusts nothing without a lock file', async () => {
  expect(readTrust(project.path)).toEqual([]);
  expect(await removeTrust(place(), 'web', signal)).toBe(false);
});

it('records one file per service, sorted, and keeps the sections of others', async () => {
  await project.write(LOCK_FILE, '{"zoo": {"b": 1, "a": [2]}, "providers": []}');
  await addTrust(place(), trusted('web', 'b'.repeat(64)), signal);
  await addTrust(place(), trusted('cow'), signal);
  await addTrust(place(), trusted('web'), signal);
  expect(readTrust(project.path)).toEqual([trusted('cow'), trusted('web')]);
  const all = { providers: [], trust: [trusted('cow'), trusted('web')], zoo: { b: 1, a: [2] } };
  expect(await written()).toBe(`${JSON.stringify(all, undefined, 2)}\n`);
});

it('knows a file by one name only', async () => {
  await addTrust(place(), trusted('web', 'b'.repeat(64)), signal);
  const renamed = { ...trusted('web'), service: 'shop-web' };
  await addTrust(place(), renamed, signal);
  expect(readTrust(project.path)).toEqual([renamed]);
});

it('forgets a service, and the section with the last one', async () => {
  await addTrust(place(), trusted('web'), signal);
  await addTrust(place(), trusted('cow'), signal);
  expect(await removeTrust(place(), 'web', signal)).toBe(true);
  expect(readTrust(project.path)).toEqual([trusted('cow')]);
  expect(await removeTrust(place(), 'cow', signal)).toBe(true);
  expect(await written()).toBe('{}\n');
});

it.each(['', '[]', 'null', '{', '{"trust": {}}', '{"trust": [{"service": "web"}]}', '{"trust": [1]}'])(
  'neither trusts nor overwrites what it cannot read: %s',
  async (text) => {
    await project.write(LOCK_FILE, text);
    await expect(addTrust(place(), trusted('web'), signal)).rejects.toMatchObject({ code: 'MC_CONFIG_INVALID' });
    expect(await written()).toBe(text);
  },
);
