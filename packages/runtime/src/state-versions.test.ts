import { readdir, readFile, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { STATE_FILES } from './__fixtures__/state-files';
import { ConfigStore } from './config/config-store';
import type { LockedPackage } from './lock-file/locked-package';
import { ProjectLock, readLocked } from './lock-file/project-lock';
import { createTreeStore } from './store/create-tree-store';

const { signal } = new AbortController();

const ENTRY: LockedPackage = {
  resolution: { canonical: 'github:o/cow#0', resolved: 'https://github.com/o/cow.git' },
  trees: {},
  declared: { capabilities: [], environment: [] },
  scripts: [],
  allowedScripts: [],
};

let folder: TemporaryFolder;
beforeEach(async () => (folder = await temporaryFolder()));
afterEach(() => folder[Symbol.asyncDispose]());

const place = (path: string): string => join(folder.path, path);
const project = (): string => place('project');
const configs = (): ConfigStore => new ConfigStore({ folder: place('home/config/herd') });

/** What reads each of the files. */
const USES = {
  lock: async () => readLocked(project()),
  store: async () => createTreeStore(place('home')).collect({ roots: [], minAgeMs: 0 }),
  current: async () => configs().current(),
  generation: async () => configs().current(),
} satisfies Record<keyof typeof STATE_FILES, () => Promise<unknown>>;

const kinds = Object.keys(USES) as (keyof typeof USES)[];

/** A state that this version has written. */
async function begin(): Promise<void> {
  for (const text of ['a', 'b']) await configs().commit({ text, source: 'file' });
  await folder.write('project/package.json', '{}');
  await new ProjectLock({ folder: project(), home: place('home') }).update(signal, (all) => void all.set('github:o/cow', ENTRY)); // prettier-ignore
}

describe('a state of another version', () => {
  it.each(kinds)('is refused, with both versions, and left as it is: %s', async (kind) => {
    await begin();
    const { newer, path } = STATE_FILES[kind];
    await folder.write(path, newer);
    await expect(USES[kind]()).rejects.toMatchObject({
      code: expect.stringMatching(/^MC_(?:CONFIG_INVALID|HOME_UNUSABLE)$/),
      message: expect.stringMatching(/format (?:is )?9, and this version (?:reads|knows) 1\b/),
      facts: expect.objectContaining({ formatVersion: 9, supported: 1 }),
      hint: expect.stringMatching(/update|version/),
    });
    expect(await readFile(place(path), 'utf8')).toBe(newer);
  });
});

describe('a state whose end was lost', () => {
  it.each(['store', 'current', 'generation'] as const)('is mended by what is whole: %s', async (kind) => {
    await begin();
    await folder.write(STATE_FILES[kind].path, STATE_FILES[kind].half);
    await USES[kind]();
    await expect(configs().current()).resolves.toMatchObject({ text: kind === 'generation' ? 'a' : 'b' });
    await configs().commit({ text: 'c', source: 'file' });
    await expect(configs().current()).resolves.toMatchObject({ text: 'c' });
  });

  it('is not guessed at where the project has decided it: lock', async () => {
    const { half, path } = STATE_FILES.lock;
    await folder.write(path, half);
    const lock = new ProjectLock({ folder: project(), home: place('home') });
    for (const use of [USES.lock, () => lock.update(signal, (all) => void all.clear())])
      await expect(use()).rejects.toMatchObject({
        code: 'MC_CONFIG_INVALID',
        hint: expect.stringContaining('restore it from your repository'),
      });
    expect(await readFile(place(path), 'utf8')).toBe(half);
  });

  it('is a draft beside the file, which the next writer removes', async () => {
    await begin();
    const draft = 'project/.mediaconduit.lock.0123456789ab.tmp';
    await folder.write(draft, STATE_FILES.lock.half);
    await utimes(place(draft), 1, 1);
    const lock = new ProjectLock({ folder: project(), home: place('home') });
    await lock.update(signal, (all) => void all.set('github:o/calf', ENTRY));
    expect([...readLocked(project()).keys()]).toEqual(['github:o/calf', 'github:o/cow']);
    expect(await readdir(dirname(place(draft)))).toEqual(['mediaconduit.lock', 'package.json']);
  });
});
