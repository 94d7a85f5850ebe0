import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ServiceDefinition } from '@mediaconduit/sdk';
import { temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { dockerDefinition } from '../docker/__fixtures__/docker-definition';
import { readComposeFiles } from './compose-files';
import { ComposeProject } from './compose-project';
import { LONGEST_OUTPUT, type CommandOptions, type CommandResult, type RunCommand } from './run-command';

const FILE = `version: '3.8'
services:
  web: { image: x, cap_add: [ALL], ports: ['\${TEST_HOST_PORT}:80'], command: $GIVEN }
  side: { image: x, environment: [PYTHONPATH, DOCKER_CONFIG] }
  made: { build: ., image: made }
`;

const CONFIG = `${FILE}
networks: { inner: {}, shared: { external: true } }
volumes: { data: {}, own: { name: mine }, elsewhere: { external: true } }
`;

let folder: TemporaryFolder;
let definition: ServiceDefinition;
let calls: { words: readonly string[]; options: CommandOptions; files: Record<string, string> }[];
let results: Partial<CommandResult>[];

beforeEach(async () => {
  folder = await temporaryFolder();
  await folder.write('docker-compose.yml', FILE);
  definition = dockerDefinition(folder.path, {
    environment: { GIVEN: 'a $b', PATH: '/theirs', LD_PRELOAD: 'evil.so' },
  });
  calls = [];
  results = [{ stdout: CONFIG }, {}];
});
afterEach(() => folder[Symbol.asyncDispose]());

const run: RunCommand = async (words, options) => {
  const named = words.filter((_, index) => ['-f', '--env-file'].includes(words[index - 1] ?? ''));
  const texts = named.map(async (file) => [basename(file), await readFile(file, 'utf8')] as const);
  calls.push({ words, options, files: Object.fromEntries(await Promise.all(texts)) });
  return { code: 0, stdout: '', stderr: '', ...results.shift() };
};

const project = (environment = {}, suffix = ''): ComposeProject => {
  const files = readComposeFiles(folder.path, 'docker-compose.yml');
  return new ComposeProject({ definition, files, environment, homeId: 'abcdef12' }, suffix);
};

const up = (one: ComposeProject, signal = new AbortController().signal, command = run): Promise<void> => {
  const environment = { PATH: '/ours', DOCKER_HOST: 'unix:///socket' };
  const tools = {
    run: command,
    tool: ['docker-compose'] as const,
    environment,
    folder: join(folder.path, 'run'),
    processId: 7,
  };
  return one.up({ ...tools, signal });
};

it('is called by words, in the folder of the file', async () => {
  const one = project();
  await up(one);
  const inRun = (name: string): string => join(folder.path, 'run', `${one.name}.compose`, name);
  const place = ['docker-compose', '-p', one.name, '--project-directory', folder.path];
  const variables = ['--env-file', inRun('variables.env')];
  expect(calls.map(({ words }) => words)).toEqual([
    [...place, ...variables, '--profile', '*', '-f', join(folder.path, 'docker-compose.yml'), 'config'],
    [...place, ...variables, '-f', inRun('compose.yml'), '-f', inRun('overlay.json'), 'up', '-d', '--build', 'web'],
  ]);
  expect(calls[1]?.files['compose.yml']).toBe(CONFIG); // the files themselves are not read again
  expect(calls[1]?.options).toMatchObject({ folder: folder.path });
  expect(await readdir(join(folder.path, 'run'))).toEqual([]);
});

it('gets values under harmless names only, and is told of those that the trusted files read', async () => {
  await folder.write('.env', 'SAID=$GIVEN');
  await up(project({ PYTHONPATH: '/evil', DOCKER_CONFIG: '/evil', BASH_ENV: '/evil' }));
  const values = ['0', '0', 'a $b', '/theirs', 'evil.so', '/evil', '/evil', '/evil'];
  for (const { files, options } of calls) {
    expect(options.environment).toEqual({
      ...{ PATH: '/ours', DOCKER_HOST: 'unix:///socket' },
      ...Object.fromEntries(values.map((value, index) => [`MEDIACONDUIT_${index}`, value])),
    });
    const own = 'TEST_HOST_PORT=${MEDIACONDUIT_0}\nGIVEN=${MEDIACONDUIT_2}\nPYTHONPATH=${MEDIACONDUIT_5}\n';
    expect(files['variables.env']).toBe(`${own}SAID=$GIVEN\n${own}`);
  }
});

it('makes all that Compose makes ours, and leaves what has another owner', async () => {
  const one = project();
  await up(one);
  const owner = {
    ...{ 'io.mediaconduit.home': 'abcdef12', 'io.mediaconduit.service': 'test-service' },
    'io.mediaconduit.group': one.name,
  };
  expect(JSON.parse(calls[1]?.files['overlay.json'] ?? '')).toEqual({
    version: '3.8',
    services: {
      web: {
        container_name: one.name,
        restart: 'no',
        // not the values: of those, only what the trusted files read is on the disk, in `compose.yml`
        environment: { GIVEN: '${MEDIACONDUIT_2}', PATH: '${MEDIACONDUIT_3}', LD_PRELOAD: '${MEDIACONDUIT_4}' },
        labels: expect.objectContaining({ ...owner, 'io.mediaconduit.role': 'main', 'io.mediaconduit.spec': one.spec }),
      },
      side: { labels: expect.objectContaining({ ...owner, 'io.mediaconduit.role': 'optional' }) },
      made: {
        labels: expect.objectContaining(owner),
        build: {
          labels: { 'io.mediaconduit.image.home': 'abcdef12', 'io.mediaconduit.image.service': 'test-service' },
        },
      },
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

it.each(['docker-compose.yml', '.env'])('does not start what it has read when %s changed meanwhile', async (name) => {
  const one = project();
  const change = async (words: Parameters<RunCommand>[0], options: CommandOptions): Promise<CommandResult> => {
    await folder.write(name, `# more`);
    return run(words, options);
  };
  await expect(up(one, undefined, change)).rejects.toMatchObject({
    code: 'MC_SERVICE_POLICY',
    message: expect.stringContaining('changed while'),
    hint: expect.stringContaining('mediaconduit trust test-service'),
  });
  expect(calls).toHaveLength(1);
});

it('does not start a part of a configuration that is too long to be kept', async () => {
  results = [{ stdout: `# ${'x'.repeat(LONGEST_OUTPUT)}\n${CONFIG}` }];
  await expect(up(project())).rejects.toMatchObject({ code: 'MC_SERVICE_START_FAILED' });
  expect(calls).toHaveLength(1);
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
