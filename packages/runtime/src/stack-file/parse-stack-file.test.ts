import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMediaConduitError, type MediaConduitError } from '@mediaconduit/sdk';
import { parseStackFile, parseStackIsolation, type StackFileSource } from './parse-stack-file';

const FILE = '/somewhere/My Studio/mediaconduit.yml';
const VARIABLES = { SECRET_TOKEN: 'x', HOST: 'h', LIST: '' };
const TODAY = readFileSync(join(__dirname, '__fixtures__', 'stack.today.yml'), 'utf8');
const MACHINE = { memoryBytes: 8 * 1024 ** 3, cpus: 4 };

function parse(text: string, source: Partial<StackFileSource> = {}) {
  return parseStackFile(text, { file: FILE, platform: 'linux', variables: VARIABLES, machine: MACHINE, ...source });
}

function failure(text: string, source?: Partial<StackFileSource>): MediaConduitError {
  try {
    parse(text, source);
  } catch (thrown) {
    if (isMediaConduitError(thrown)) return thrown;
    throw thrown;
  }
  throw new Error('was taken');
}

/** A stack of one entry with these lines. */
const entry = (...lines: string[]) => ['services:', '  a:', ...lines.map((line) => `    ${line}`)].join('\n');

describe('parseStackFile', () => {
  it('reads a file with everything that it may say', () => {
    const { services, ...stack } = parse(TODAY);
    expect(stack).toMatchObject({
      name: 'studio',
      folder: '/somewhere/My Studio',
      providers: ['cowsay', './my-provider', 'github:someone/some-provider@v1'],
      features: {
        speech: { services: ['cow-two', 'worker'], default: true },
        extra: { services: ['worker'], default: false },
      },
      groups: { gpu: { concurrent: 1 }, other: { concurrent: 1 } },
    });
    expect(stack.places['services.cow-two.limits.memory']).toBe('14:23');
    expect(services['cowsay-service']).toMatchObject({ use: 'cowsay-service', settings: { dependsOn: undefined } });
    expect(services['cow-two']?.settings).toEqual({
      engines: ['process'],
      environment: { GREETING: 'hello', TOKEN: 'axb', PRICE: '5$', LIST: 'a,b' },
      filledFrom: { TOKEN: ['SECRET_TOKEN'] },
      limits: { memoryBytes: 512 * 1024 ** 2, cpus: 0.5, maxDurationMs: 1000 },
      readiness: { path: '/ready', timeoutMs: 90_000 },
      idleStopMs: 60_000,
      dependsOn: ['redis', 'cowsay-service'],
      critical: true,
      restart: {
        policy: 'always',
        ...{ delayMs: 500, maxDelayMs: 5000, maxRestarts: 3, resetMs: 60_000, maxPerHour: 10 },
      },
      liveness: { profile: 'fast' },
      breaker: {
        ...{ failureRatio: 0.2, minimumCalls: 5, windowMs: 10_000, connectionFailures: 3 },
        ...{ openMs: 100, maxOpenMs: 200, probes: 1, probeTimeoutMs: 50 },
      },
      bulkhead: { concurrent: 2, waiting: 20 },
      stopGraceMs: 120_000,
      rolling: true,
      restartWithDependencies: true,
      group: 'gpu',
    });
  });

  it('reads services that are described here as their manifests would describe them', () => {
    const { redis, worker } = parse(TODAY).services;
    expect(redis).toMatchObject({
      use: undefined,
      definition: {
        id: 'redis',
        engines: ['docker'],
        docker: { image: 'redis:7', containerPort: 6379 },
        environment: {},
        folder: '/somewhere/My Studio',
        file: FILE,
      },
      settings: { environment: { MODE: 'a=b' }, restart: { policy: 'never' } },
    });
    expect(worker?.definition).toMatchObject({
      engines: ['process'],
      process: { command: ['node', 'worker.js'], environment: { HOME_URL: 'http://h' } },
      gpu: true,
    });
  });

  it.each([
    ['isolation: process', 'process'],
    ['isolation: { cow: process, calf: none }', { cow: 'process', calf: 'none' }],
    ['services: { a: { image: "x:1", environment: { X: "${NOPE}" } } }', undefined],
    ['isolation: none\nservices: { a: { image: "x:1", environment: { X: "${NOPE}" } } }', 'none'],
  ])('reads how providers run, also without the values of variables: %s', (text, isolation) => {
    expect(parseStackIsolation(text, FILE)).toEqual(isolation);
    if (!text.includes('NOPE')) expect(parse(text).isolation).toEqual(isolation);
  });

  it('takes the overrides of one platform', () => {
    const { 'cow-two': onWindows } = parse(TODAY, { platform: 'win32' }).services;
    expect(onWindows?.platformSettings).toMatchObject({
      engines: ['docker', 'process'],
      environment: { GREETING: 'windows' },
    });
    expect(parse(TODAY, { platform: 'darwin' }).services['cow-two']?.platformSettings).toMatchObject({
      restart: { policy: 'never' },
      environment: {},
    });
  });

  it('has a name without one in the file', () => {
    expect(parse('services: {}').name).toBe('my-studio');
    expect(parse('services:', { file: '/1/mediaconduit.yml' })).toMatchObject({ name: 'stack', services: {} });
  });

  it.each([
    ['an unknown key', entry('dependOn: [b]'), '3:5 unknown key "dependOn"', 'did you mean "dependsOn"?'],
    [
      'a dependency that is not there',
      `${entry('dependsOn: [bb]')}\n  b:`,
      '3:17 the stack has no service "bb"',
      'did you mean "b"',
    ],
    [
      'a dependency of a platform',
      entry('platforms: { linux: { dependsOn: { b: } } }'),
      'no service "b"',
      'did you mean',
    ],
    ['an unknown group', `${entry('group: gpus')}\ngroups: { gpu: }`, '3:12 the stack has no group "gpus"', '"gpu"?'],
    ['a group where there is none', entry('group: gpu'), 'no group "gpu"', 'add it under "groups"'],
    [
      'an unknown service of a feature',
      `${entry('critical: true')}\nfeatures: { x: [aa] }`,
      '4:17 the stack has no',
      '"a"?',
    ],
    [
      'a variable that is not set',
      entry('environment: { X: "${NOPE}" }'),
      '3:23 the variable NOPE is not set',
      '${NOPE:-',
    ],
    [
      'a variable that is needed',
      entry('environment: { X: "${NOPE:?ask Ann}" }'),
      'NOPE is needed: ask Ann',
      'set NOPE',
    ],
    ['a lone dollar sign', entry('environment: { X: "5$" }'), 'write $$ for a dollar sign', ''],
    [
      'more memory than there is',
      entry('limits: { memory: 9GiB }'),
      '"9GiB" is more memory than this machine has (8.0',
      '',
    ],
    [
      'more processors than there are',
      entry('limits: { cpus: 5 }'),
      '5 are more processors than this machine has (4)',
      '',
    ],
    ['a grace that is too long', entry('stopGraceMs: 120001'), '"services.a.stopGraceMs" must be <= 120000', 'Between'],
    ['pauses in the wrong order', entry('restart: { delayMs: 9, maxDelayMs: 8 }'), '"maxDelayMs" (8) is less than', ''],
    ['an unknown word for restart', entry('restart: sometimes'), '"services.a.restart" has a form', '"never"'],
    ['two ways to name engines', entry('engine: docker', 'engines: [docker]'), 'exclude each other', 'engines'],
    ['use beside a description', entry('use: b', 'image: x:1'), '4:5 "image" and "use" exclude each other', 'describe'],
    ['a detail of nothing', entry('gpu: true'), '3:5 "gpu" belongs to a service that is described here', 'add'],
    ['an engine without a description', entry('image: x:1', 'engines: [process]'), 'there is no "process"', 'add'],
    ['a name that is no id', 'services: { My_Redis: }', '1:13 "My_Redis" has a form that is not taken', 'kebab-case'],
    ['a list for a map', 'services: [a]', '"services" must be', ''],
    ['a dangerous key', 'services: { __proto__: { image: x } }', 'the key "__proto__" is not allowed', ''],
    ['an unknown word for isolation', 'isolation: container', '"isolation" has a form that is not taken', ''],
    ['one for a provider', 'isolation: { cow: yes }', '1:19 "isolation.cow" must be', ''],
    ['no map', '- a', 'the stack file must be a map', 'services'],
    ['nothing', '', 'the stack file is empty', ''],
    ['too much', `name: ${'x'.repeat(70_000)}`, 'the stack file has 70006 bytes', ''],
    [
      'too many keys',
      `services:\n${Array.from({ length: 2_000 }, (_, i) => `  a${i}:`).join('\n')}`,
      'too many parts',
      '',
    ],
  ])('refuses %s', (_what, text, message, hint) => {
    const error = failure(text);
    expect(error.code).toBe('MC_STACK_INVALID');
    expect(error.message).toContain(message);
    expect(error.message).toMatch(/^\/somewhere\/My Studio\/mediaconduit\.yml:\d+:\d+ \S/);
    expect(error.hint).toContain(hint);
    expect(error.exitCode).toBe(4);
  });

  it('tells every problem at once, each with its place', () => {
    const text = `${entry('group: x', 'dependsOn: [y]', 'environment: { V: "${NO}" }', 'limits: { cpus: 99 }')}\n  b: { dependsOn: [b] }`;
    const { code, facts } = failure(text);
    expect(code).toBe('MC_STACK_INVALID');
    expect(facts['problems']).toEqual([3, 4, 5, 6, 7].map((line) => expect.stringContaining(`.yml:${line}:`)));
  });

  it('names a circle with its path', () => {
    const error = failure('services: { a: { dependsOn: [b] }, b: { platforms: { linux: { dependsOn: [a] } } } }');
    expect(error).toMatchObject({
      code: 'MC_DEPENDENCY_CYCLE',
      message: expect.stringContaining('1:13 services depend on each other in a circle: a → b → a'),
      facts: { cycle: ['a', 'b', 'a'], line: 1, column: 13 },
    });
    expect(() =>
      parse('services: { a: { dependsOn: [b] }, b: { platforms: { win32: { dependsOn: [a] } } } }'),
    ).not.toThrow();
  });

  it('reads the example of the documents', () => {
    const page = readFileSync(join(__dirname, '../../../../docs/stack-file.md'), 'utf8');
    const [, example = ''] = /```yml mediaconduit\.yml\n([^]*?)```/.exec(page) ?? [];
    expect(Object.keys(parse(example, { variables: { REDIS_PASSWORD: 'x' } }).services)).toHaveLength(4);
    expect(failure(example).message).toContain('the variable REDIS_PASSWORD is needed: set it in your shell');
  });

  it('wants no variable that only another platform uses', () => {
    expect(() => parse(entry('platforms: { win32: { environment: { X: "${NOPE}" } } }'))).not.toThrow();
  });
});
