import { temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { chmod } from 'node:fs/promises';
import packageJson from '../../package.json';
import { checkNode } from './doctor-checks';
import { checkTools, isAtLeast } from './doctor-tools';

describe('isAtLeast', () => {
  it.each([
    ['20.19.0', '20.19'],
    ['20.19', '20.19'],
    ['v22.1.0', '20.19'],
    ['20.100.0', '20.19'],
    ['20.10.24+dfsg1', '20.10'],
    ['28.0.0-rc.1', '28.0.0'],
  ])('%s is at least %s', (version, oldest) => expect(isAtLeast(version, oldest)).toBe(true));

  it.each([
    ['20.2.0', '20.19'],
    ['2.29.9', '2.30'],
    ['7', '8'],
    ['', '8'],
  ])('%s is older than %s', (version, oldest) => expect(isAtLeast(version, oldest)).toBe(false));
});

describe('checkNode', () => {
  const { node } = packageJson.engines;

  it('passes what package.json allows', () => {
    expect(checkNode(node.replace('>=', ''))).toMatchObject({ status: 'pass' });
    expect(checkNode(process.versions.node)).toMatchObject({ status: 'pass' });
  });

  it('fails below it', () => {
    expect(checkNode('20.18.9')).toMatchObject({
      status: 'fail',
      fix: `install Node.js ${node.replace('>=', '')} or newer`,
    });
  });
});

describe('checkTools', () => {
  let folder: TemporaryFolder;

  beforeEach(async () => {
    folder = await temporaryFolder();
  });

  afterEach(() => folder[Symbol.asyncDispose]());

  const program = async (name: string, script: string): Promise<void> =>
    chmod(await folder.write(name, `#!/bin/sh\n${script}\n`), 0o755);

  it('names what is there, and what it is', async () => {
    await program('npm', 'echo 10.8.2');
    await program('git', 'echo git version 2.39.5 \\(Apple Git-154\\)');
    expect(await checkTools({ PATH: folder.path })).toEqual([
      { id: 'tools.npm', group: 'tools', status: 'pass', evidence: '10.8.2' },
      { id: 'tools.git', group: 'tools', status: 'pass', evidence: '2.39.5' },
    ]);
  });

  it('warns of what is too old or missing, and says what it is needed for', async () => {
    await program('npm', 'echo 7.24.2');
    expect(await checkTools({ PATH: folder.path })).toMatchObject([
      { status: 'warn', evidence: '7.24.2, 8 or newer is needed to install providers', fix: expect.any(String) },
      { status: 'warn', evidence: 'not found, needed to fetch providers from repositories', fix: expect.any(String) },
    ]);
  });

  it('takes a program that fails for missing', async () => {
    await program('npm', 'exit 1');
    expect((await checkTools({ PATH: folder.path }))[0]).toMatchObject({ status: 'warn' });
  });
});
