import { readdirSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { MediaConduitError } from '@mediaconduit/sdk';
import { writeFileAtomic } from '../../config/write-file-atomic';
import { ProjectList } from './project-list';

jest.mock('../../config/write-file-atomic');
const write = jest.mocked(writeFileAtomic);

let home: TemporaryFolder;
beforeEach(async () => {
  home = await temporaryFolder();
  write.mockImplementation((path, text) => writeFile(path, text));
});
afterEach(() => home[Symbol.asyncDispose]());

describe('ProjectList', () => {
  it.each(['EROFS', 'EACCES', 'EPERM', 'ENOSPC', 'EDQUOT'])('does without a disk that answers %s', async (code) => {
    const cause = Object.assign(new Error(code), { code });
    write.mockRejectedValue(new MediaConduitError('MC_FILE_WRITE_FAILED', 'No.', { cause }));
    await expect(new ProjectList(home.path).add('/project')).resolves.toBeUndefined();
  });

  it('tells any other failure', async () => {
    write.mockRejectedValue(new MediaConduitError('MC_FILE_WRITE_FAILED', 'No.'));
    await expect(new ProjectList(home.path).add('/project')).rejects.toMatchObject({ code: 'MC_FILE_WRITE_FAILED' });
  });

  it.each([
    ['nothing', ''],
    ['half of it', '{"projectFol'],
    ['another thing', '7'],
  ])('forgets a project whose file holds %s', async (_what, text) => {
    const project = await home.write('project/mediaconduit.lock', '{}');
    const projects = new ProjectList(home.path);
    await projects.add(join(project, '..'));
    await mkdir(join(home.path, 'projects'), { recursive: true });
    await writeFile(join(home.path, 'projects', '0123456789abcdef.json'), text);
    expect(await projects.list()).toEqual([join(project, '..')]);
    expect(readdirSync(join(home.path, 'projects'))).toHaveLength(1);
  });
});
