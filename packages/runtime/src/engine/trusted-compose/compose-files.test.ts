import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { readComposeFiles } from './compose-files';

const FILES = {
  'compose.yml': `
include:
  - parts/cache.yml
  - path: [parts/search.yml]
    project_directory: other
    env_file: search.env
x-base: &base { env_file: [one.env, { path: two.env, required: false }] }
services:
  web: { <<: *base, extends: { file: parts/base.yml, service: web } }
  self: { extends: { service: web }, env_file: three.env, build: { dockerfile: !reset Dockerfile } }
`,
  'parts/base.yml': 'services: { web: { env_file: base.env, cap_add: [ALL] } }',
  'parts/cache.yml': 'services: { cache: { env_file: cache.env } }',
  'parts/search.yml': 'services: { search: { env_file: in-other.env } }',
};

const VARIABLES = ['.env', 'one.env', 'three.env', 'search.env', 'parts/base.env', 'parts/cache.env'];
const ALSO = ['two.env', 'parts/.env', 'other/in-other.env', 'other/.env'];

let folder: TemporaryFolder;
beforeEach(async () => {
  folder = await temporaryFolder();
  for (const [name, text] of Object.entries(FILES)) await folder.write(name, text);
  for (const name of VARIABLES) await folder.write(name, 'A=1');
  await folder.write('Dockerfile', 'FROM scratch');
});
afterEach(() => folder[Symbol.asyncDispose]());

const read = (): ReturnType<typeof readComposeFiles> => readComposeFiles(folder.path, 'compose.yml');

it('covers everything that the file takes in', () => {
  const { names, sha256 } = read();
  expect(names).toEqual([...Object.keys(FILES), ...VARIABLES].sort());
  expect(sha256).toMatch(/^[0-9a-f]{64}$/);
  expect(read().sha256).toBe(sha256);
});

it.each([...Object.keys(FILES), ...VARIABLES, ...ALSO])('is another with a change of %s', async (name) => {
  const before = read().sha256;
  await folder.write(
    name,
    name.endsWith('.env') ? 'A=2' : `${Object.entries(FILES).find(([one]) => one === name)?.[1]}\n# new`,
  );
  expect(read().sha256).not.toBe(before);
});

it('is the same with a change of anything else', async () => {
  const before = read().sha256;
  await folder.write('Dockerfile', 'FROM other');
  expect(read().sha256).toBe(before);
});

it.each([
  ['a file outside', 'include: [../elsewhere.yml]', 'outside'],
  ['an absolute file', 'services: { web: { env_file: /etc/passwd } }', 'outside'],
  ['a link that leads outside', 'services: { web: { env_file: link/passwd } }', 'outside'],
  ['a name with a variable', 'services: { web: { extends: { file: "${X}.yml", service: a } } }', 'not known before'],
  ['a remote file', 'include: ["oci://example.com/stack"]', 'no file of this machine'],
  ['a missing file', 'services: { web: { extends: { file: gone.yml, service: a } } }', 'no file of this machine'],
  ['a folder', 'include: [parts]', 'no file of this machine'],
])('refuses %s', async (_what, text, reason) => {
  await symlink('/etc', join(folder.path, 'link'));
  await folder.write('compose.yml', text);
  expect(read).toThrow(
    expect.objectContaining({ code: 'MC_SERVICE_POLICY', message: expect.stringContaining(reason) }),
  );
});

it.each(['{', 'a: *unknown', 'a: &a [b]\nb: [*a, *c]'])('tells what is no YAML: %j', async (text) => {
  await folder.write('compose.yml', text);
  expect(read).toThrow(expect.objectContaining({ code: 'MC_COMPOSE_INVALID' }));
});

it('ends with files that include each other', async () => {
  await folder.write('compose.yml', 'include: [parts/cache.yml]');
  await folder.write('parts/cache.yml', 'include: [../compose.yml]');
  expect(read().names).toEqual(['.env', 'compose.yml', 'parts/cache.yml']);
});
