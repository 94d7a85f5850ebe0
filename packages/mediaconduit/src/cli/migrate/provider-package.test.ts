import { folderOf, migrated, textOf } from './__fixtures__/folder-of';

const FILES = {
  'MediaConduit.provider.yml': 'id: cow\nname: Cow\ndescription: Says it\ntype: LOCAL\n',
  'src/index.ts': "export { Text } from '../../assets/roles';\nexport default class CowProvider {}\n",
};
const FIRST = ['name', 'version', 'description', 'keywords'];

async function membersOf(written?: string): Promise<string[]> {
  await using folder = await folderOf({ ...FILES, ...(written !== undefined && { 'package.json': written }) });
  await migrated(folder.path);
  return Object.keys(JSON.parse(await textOf(folder.path, 'package.json')) as object);
}

describe('the members of package.json', () => {
  it.each([
    ['that is made', undefined],
    ['that was empty', '{}\n'],
    ['that had no name', '{\n  "peerDependencies": { "@mediaconduit/mediaconduit": "^0.1.0" }\n}\n'],
  ])('stand where people look for them in one %s', async (_which, written) => {
    const members = await membersOf(written);
    expect(members.slice(0, 4)).toEqual(FIRST);
    expect(members.indexOf('main')).toBeLessThan(members.indexOf('dependencies'));
  });

  it('stay in the order of their author, without a name where nobody is to publish it', async () => {
    const members = await membersOf('{ "x": 1, "license": "MIT", "version": "2.0.0", "private": true, "y": 2 }\n');
    expect(members.filter((name) => ['x', 'license', 'version', 'private', 'y', 'name'].includes(name))).toEqual([
      'x',
      'license',
      'version',
      'private',
      'y',
    ]);
  });
});
