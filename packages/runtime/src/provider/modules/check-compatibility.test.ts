import path from 'node:path';
import { temporaryFolder } from '@mediaconduit/testkit';
import type { ProviderManifest } from '@mediaconduit/sdk';
import { requireCompatible } from './check-compatibility';

const CORE = '@mediaconduit/mediaconduit';

async function check(packageJson: object | undefined, version = '1.2.0'): Promise<void> {
  await using folder = await temporaryFolder();
  if (packageJson) await folder.write('package.json', JSON.stringify(packageJson));
  const manifest = { id: 'cow', folder: folder.path, file: path.join(folder.path, 'x.yml') } as ProviderManifest;
  requireCompatible(manifest, { version });
}

describe('requireCompatible', () => {
  it.each([
    ...['^0.1.0', '^0.1.6', '^0.1.8', '^1.0.0', '>=1.0.0', '^1.9.0', '*', 'latest', 'workspace:^', 'github:o/r', ''],
    ...['^0.1.0 || ^2.0.0', '>=0.1 <9'],
  ])('takes one that asks for the core %j', async (range) => {
    await expect(check({ dependencies: { [CORE]: range }, peerDependencies: { [CORE]: range } })).resolves.toBe(
      undefined,
    );
    await expect(check({ devDependencies: { [CORE]: range } }, '2.0.0')).resolves.toBe(undefined);
  });

  it.each([
    ['nothing', undefined],
    ['no package', {}],
    ['what the guide shows', { mediaconduit: { minimumVersion: '1.0.0', compatibility: '1.x' } }],
    ['an older generation', { mediaconduit: { minimumVersion: '0.1.8', compatibility: '0.x' } }],
    ['other facts', { mediaconduit: { provider: { id: 'cow', type: 'TextToText' } } }],
    ['no versions', { mediaconduit: { minimumVersion: 'new', compatibility: ['1.x'] } }],
    ['a word', { mediaconduit: 'yes' }],
    ['null', { mediaconduit: null }],
  ])('takes one that says %s', async (_what, packageJson) => {
    await expect(check(packageJson)).resolves.toBe(undefined);
  });

  it.each([
    [{ mediaconduit: { minimumVersion: '1.3.0' } }, 'mediaconduit.minimumVersion 1.3.0', '>=1.3.0'],
    [{ mediaconduit: { compatibility: '2.x' } }, 'mediaconduit.compatibility 2.x', '2.x'],
    [{ peerDependencies: { [CORE]: '^2.0.0' } }, `${CORE} ^2.0.0`, '^2.0.0'],
    [{ dependencies: { [CORE]: '>=3' } }, `${CORE} >=3`, '>=3'],
  ])('refuses %j with both sides and a command', async (packageJson, said, range) => {
    await expect(check(packageJson)).rejects.toMatchObject({
      code: 'MC_CONTRACT_MISMATCH',
      message: `Provider "cow" was written for another MediaConduit: its package.json says ${said}; this is 1.2.0.`,
      hint: `update MediaConduit: npm install "${CORE}@${range}", or take an older version of the provider`,
    });
  });

  it('counts a prerelease of ours as the version', async () => {
    await expect(check({ peerDependencies: { [CORE]: '^2.0.0' } }, '2.0.0-beta.1')).resolves.toBe(undefined);
  });
});
