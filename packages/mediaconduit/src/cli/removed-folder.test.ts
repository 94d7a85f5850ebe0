import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@mediaconduit/testkit';
import { finish, MAIN } from './__fixtures__/spawn-command';

it('says that the folder is gone in which the command was called', async () => {
  await using folder = await temporaryFolder();
  const gone = join(folder.path, 'gone');
  mkdirSync(gone);
  const command = `rmdir "$PWD" && exec "${process.execPath}" "${MAIN}" providers`;
  const child = spawn('sh', ['-c', command], { cwd: gone, env: { ...process.env, MEDIACONDUIT_HOME: folder.path } });
  const { code, stderr } = await finish(child);
  expect([code, stderr]).toEqual([2, expect.stringMatching(/^error MC_USAGE: The folder .*gone does not exist/)]);
});
