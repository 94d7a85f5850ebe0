import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { folderOf, migrated, textOf } from './__fixtures__/folder-of';

const PAGE = readFileSync(resolve(__dirname, '../../../../../docs/migrate.md'), 'utf8');

/** The files of the page that are named so. */
const filesOf = (when: 'before' | 'after'): Record<string, string> =>
  Object.fromEntries(
    [...PAGE.matchAll(new RegExp(`^\`\`\`\\w+ ${when}/(\\S+)\\n([^]*?)^\`\`\`$`, 'gm'))].map(([, path, text]) => [
      path,
      text,
    ]),
  );

describe('docs/migrate.md', () => {
  it('shows what a migration makes of the files before it', async () => {
    const after = filesOf('after');
    await using folder = await folderOf({
      ...filesOf('before'),
      'src/media/providers/docker/cow/CowModel.ts':
        'export class CowModel {\n  constructor(readonly service: unknown) {}\n}\n',
      'src/media/services/CowDockerService.ts': 'export class CowDockerService {}\n',
    });
    await migrated(folder.path);
    expect(Object.keys(after)).toHaveLength(4);
    for (const [path, text] of Object.entries(after))
      expect([path, await textOf(folder.path, path)]).toEqual([path, text]);
  });
});
