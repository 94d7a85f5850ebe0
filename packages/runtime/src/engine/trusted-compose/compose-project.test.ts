import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ServiceDefinition } from '@mediaconduit/sdk';
import { temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { dockerDefinition } from '../docker/__fixtures__/docker-definition';
import { readComposeFiles } from './compose-files';
import { ComposeProject } from './compose-project';
import type { CommandOptions, CommandResult, RunCommand } from './run-command';

const FILE = `version: '3.8'
services:
  web: { image: x, cap_add: [ALL], ports: ['80'] }
  side: { image: x }
`;

const CONFIG = `${FILE}
networks: { inner: {}, shared: { external: true } }
volumes: { data: {}, own: { name: mine }, elsewhere: { external: true } }
`;

let folder: TemporaryFolder;
let definition: ServiceDefinition;
let calls: { words: readonly string[]; options: CommandOptions; overlay: string }[];
let results: Partial<CommandResult>[];

beforeEach(async () => {
  folder = await temporaryFolder();
  await folder.write('docker-compose.yml', FILE);
  definition = dockerDefinition(folder.path, { environment: { GIVEN: 'a $b', PATH: '/theirs' } });
  calls = [];
  results = [{ stdout: CONFIG }, {}];
});
afterEach(() => folder[Symbol.asyncDispose]());

const run: RunCommand = async (words, options) => {
  const overlay = words.includes('up') ? await readFile(words[words.lastIndexOf('-f') + 1] ?? '', 'utf8') : '';
  calls.push({ words, options, overlay });
  return { code: 0, stdout: '', stderr: '', ...results.shift() };
};

const project = (environment = {}, suffix = ''): ComposeProject => {
  const files = readComposeFiles(folder.path, 'docker-compose.yml');
  return new ComposeProject({ definition, files, environment, homeId: 'abcdef12' }, suffix);
};

const up = (one: ComposeProject, signal = new AbortController().signal): Promise<void> => {
  const environment = { PATH: '/ours', DOCKER_HOST: 'unix:///socket' };
  const tools = { run, tool: ['docker-compose'] as const, environment, folder: join(folder.path, 'run'), processId: 7 };
  return one.up({ ...tools, signal });
};

it('is called by words, in the folder of the file, with nothing of our environment but what is passed', async () => {
  const one = project({ CALL: '1' });
  await up(one);
  const file = join(folder.path, 'docker-compose.yml');
  const place = ['docker-compose', '-p', one.name, '--project-directory', folder.path, '-f', file];
  expect(calls.map(({ words }) => words)).toEqual([
    [...place, 'config'],
    [...place, '-f', expect.stringContaining(`${one.name}.`), 'up', '-d', 'web'],
  ]);
  expect(calls[1]?.options).toMatchObject({
    folder: folder.path,
    environment: {
      ...{ TEST_HOST_PORT: '0', SERVICE_HOST_PORT: '0', PATH: '/ours', DOCKER_HOST: 'unix:///socket', CALL: '1' },
      ...{ GIVEN: 'a $b', MEDIACONDUIT_0: 'a $b', MEDIACONDUIT_1: '/theirs', MEDIACONDUIT_2: '1' },
    },
  });
  expect(await readdir(join(folder.path, 'run'))).toEqual([]);
});

it('makes all that Compose makes ours, and leaves what has another owner', async () => {
  const one = project();
  await up(one);
  const owner = {
    ...{ 'io.mediaconduit.home': 'abcdef12', 'io.mediaconduit.service': 'test-service' },
    'io.mediaconduit.group': one.name,
  };
  expect(JSON.parse(calls[1]?.overlay ?? '')).toEqual({
    version: '3.8',
    services: {
      web: {
        container_name: one.name,
        restart: 'no',
        // the values themselves are nowhere on the disk
        environment: { GIVEN: '${MEDIACONDUIT_0}', PATH: '${MEDIACONDUIT_1}' },
        labels: expect.objectContaining({ ...owner, 'io.mediaconduit.role': 'main', 'io.mediaconduit.spec': one.spec }),
      },
      side: { labels: expect.objectContaining({ ...owner, 'io.mediaconduit.role': 'optional' }) },
    },
    networks: { default: { labels: owner }, inner: { labels: owner } },
    volumes: {
      data: {
        name: 'mc-abcdef12-test-service-data',
        labels: expect.objectContaining({ 'io.mediaconduit.volume': 'data' }),
      },
    },
  });
});

it('has another name with other files, other variables and as another copy', async () => {
  const names = [project(), project({ X: '1' }), project({}, '-2')].map(({ name }) => name);
  await folder.write('docker-compose.yml', `${FILE}# more`);
  names.push(project().name);
  expect(new Set(names).size).toBe(4);
  for (const name of names) expect(name).toMatch(/^mc-abcdef12-test-service-[0-9a-f]{8}(-2)?$/);
});

it('tells what Compose said', async () => {
  results = [{ stdout: CONFIG }, { code: 1, stderr: 'Creating web\nno such image\n' }];
  await expect(up(project())).rejects.toMatchObject({
    code: 'MC_SERVICE_START_FAILED',
    message: 'Compose could not run test-service: no such image',
    facts: { command: 'up', exitCode: 1, logs: ['Creating web', 'no such image'] },
  });
  expect(await readdir(join(folder.path, 'run'))).toEqual([]);
});

it('ends with the reason of an abort', async () => {
  const reason = new Error('enough');
  await expect(up(project(), AbortSignal.abort(reason))).rejects.toBe(reason);
});
