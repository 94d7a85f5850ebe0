import { temporaryFolder } from '@mediaconduit/testkit';
import { withEnvFile } from './load-env-file';

describe('withEnvFile', () => {
  it('adds the .env beside the nearest package.json, under what is set', async () => {
    await using folder = await temporaryFolder();
    await folder.write('package.json', '{}');
    await folder.write('.env', '# keys\nA=1\nB="two words"\n');
    await folder.write('deep/.env', 'A=3');
    expect(withEnvFile(`${folder.path}/deep`, { A: 'set' })).toEqual({ A: 'set', B: 'two words' });
  });

  it('changes nothing without one', async () => {
    await using folder = await temporaryFolder();
    await folder.write('package.json', '{}');
    expect(withEnvFile(folder.path, { A: '1' })).toEqual({ A: '1' });
  });
});
