import { composeFolder, type ComposeFolder } from './__fixtures__/compose-folder';

describe('pickGroup', () => {
  let folder: ComposeFolder;

  beforeAll(async () => {
    folder = await composeFolder();
  });

  afterAll(() => folder[Symbol.asyncDispose]());

  const group = (services: string, top = '') =>
    folder.parseGroup(`${top}services:\n${services.replace(/^/gm, '  ')}\n`);
  const shape = (services: string) =>
    group(services).siblings.map(({ service, role, level }) => `${level} ${service.name} ${role}`);

  it('takes what the service needs, directly or not, and nothing else', () => {
    const services = [
      'web: { image: x, depends_on: [api, cache] }',
      'api: { image: x, depends_on: { db: { condition: service_healthy } } }',
      'cache: { image: x }',
      'db: { image: x, healthcheck: { test: "true" } }',
      'other: { image: x, depends_on: [web] }',
    ];
    expect(shape(services.join('\n'))).toEqual(['0 db needed', '1 api needed', '0 cache needed']);
  });

  it('has no siblings and no networks for a service that needs none', () => {
    const { siblings, networks, warnings } = group(
      'web: { image: x, networks: [n] }\nother: { image: x }',
      'networks: { n: }\n',
    );
    expect([siblings, networks]).toEqual([[], []]);
    expect(warnings).toEqual([expect.stringContaining('networks are not applied')]);
  });

  it('tells those whose end ends the service from jobs and from those it can be without', () => {
    const services = [
      'web: { image: x, depends_on: { db: , setup: { condition: service_completed_successfully }, metrics: { condition: service_started, required: false } } }',
      'db: { image: x }',
      'setup: { image: x, depends_on: [db] }',
      'metrics: { image: x, depends_on: [agent, db] }',
      'agent: { image: x }',
    ];
    expect(shape(services.join('\n'))).toEqual([
      '0 db needed',
      '1 setup job',
      '0 agent optional',
      '1 metrics optional',
    ]);
  });

  it('probes only those that somebody waits for until they are healthy', () => {
    const check =
      'healthcheck: { test: ["CMD", "true"], interval: 1s, timeout: 500ms, retries: 2, start_period: 1m, start_interval: 100ms }';
    const { siblings } = group(
      `web: { image: x, depends_on: { a: { condition: service_healthy }, b: } }\na: { image: x, ${check} }\nb: { image: x, ${check} }`,
    );
    expect(siblings.map(({ isProbed }) => isProbed)).toEqual([true, false]);
    expect(siblings[0]?.service.healthcheck).toEqual({
      test: ['CMD', 'true'],
      ...{ intervalMs: 1000, timeoutMs: 500, retries: 2, startPeriodMs: 60_000, startIntervalMs: 100 },
    });
  });

  it.each([
    ['"curl -f localhost"', ['CMD-SHELL', 'curl -f localhost']],
    ['["CMD-SHELL", "a b"]', ['CMD-SHELL', 'a b']],
    ['["NONE"]', ['NONE']],
  ])('reads the check %s', (test, words) => {
    expect(folder.parse(`services: { web: { image: x, healthcheck: { test: ${test} } } }`).healthcheck?.test).toEqual(
      words,
    );
  });

  it('leaves out what is not there when the service can be without it, and says so', () => {
    const services = [
      'web: { image: x, depends_on: { gone: { condition: service_started, required: false }, gpu: { condition: service_started, required: false } } }',
      'gpu: { image: x, profiles: [gpu] }',
    ];
    const { siblings, main, warnings } = group(services.join('\n'));
    expect([siblings, main.dependsOn]).toEqual([[], []]);
    expect(warnings).toEqual([
      expect.stringMatching(/compose.yml:2:\d+: "gone" is left out: there is no such service/),
      expect.stringMatching(/"gpu" is left out: its profiles \(gpu\) are not on/),
    ]);
  });

  it('switches on the profiles of the service itself', () => {
    const services = 'web: { image: x, profiles: [a], depends_on: [db] }\ndb: { image: x, profiles: [b, a] }';
    expect(shape(services)).toEqual(['0 db needed']);
  });

  it.each([
    [
      'one that is missing',
      'web: { image: x, depends_on: [db] }',
      /web.depends_on names "db": there is no such service/,
    ],
    [
      'one whose profiles are off',
      'web: { image: x, depends_on: [db] }\ndb: { image: x, profiles: [b] }',
      /its profiles \(b\) are not on/,
    ],
    [
      'a circle',
      'web: { image: x, depends_on: [a] }\na: { image: x, depends_on: [b] }\nb: { image: x, depends_on: [a] }',
      /goes in a circle: web → a → b → a/,
    ],
    ['itself', 'web: { image: x, depends_on: [web] }', /goes in a circle: web → web/],
    [
      'one without a check that should be healthy',
      'web: { image: x, depends_on: { db: { condition: service_healthy } } }\ndb: { image: x, healthcheck: { disable: true } }',
      /its healthcheck is switched off/,
    ],
    ['an unknown condition', 'web: { image: x, depends_on: { db: { condition: ready } } }', /has to be one of/],
    ['a name that is none', '"a b": { image: x }', /has to be named/],
    ['a network that is not declared', 'web: { image: x, networks: [n] }', /does not declare under networks/],
    ['an alias that is no name', 'web: { image: x, networks: { default: { aliases: ["a b"] } } }', /names of hosts/],
    ['a check of no kind', 'web: { image: x, healthcheck: { test: ["curl", "x"] } }', /begins with CMD/],
  ])('does not take %s', (_, services, message) => {
    expect(() => group(services)).toThrow(
      expect.objectContaining({ code: 'MC_COMPOSE_INVALID', message: expect.stringMatching(message) }),
    );
  });

  it('refuses more containers than a service can need', () => {
    const names = Array.from({ length: 16 }, (_, index) => `s${index}`);
    const services = [
      `web: { image: x, depends_on: [${names.join(', ')}] }`,
      ...names.map((name) => `${name}: { image: x }`),
    ];
    expect(() => group(services.join('\n'))).toThrow(
      expect.objectContaining({
        code: 'MC_SERVICE_POLICY',
        message: expect.stringContaining('it needs 16 services beside it'),
      }),
    );
  });

  it('takes the networks that somebody of them is in', () => {
    const services = [
      'web: { image: x, depends_on: [db, cache], networks: [front, back] }',
      'db: { image: x, networks: { back: { aliases: [store] } } }',
      'cache: { image: x }',
    ];
    const top = 'networks: { front: , back: { internal: true }, unused: }\n';
    const { networks, siblings } = group(services.join('\n'), top);
    expect(networks).toEqual([
      { name: 'front', internal: false },
      { name: 'back', internal: true },
      { name: 'default', internal: false },
    ]);
    expect(siblings[0]?.service.networks).toEqual([{ network: 'back', aliases: ['store'] }]);
  });

  it('says that ports of siblings are not published', () => {
    const { warnings } = group('web: { image: x, depends_on: [db] }\ndb: { image: x, ports: ["5432:5432"] }');
    expect(warnings).toEqual([expect.stringMatching(/compose.yml:3:\d+: ports are not published/)]);
  });
});
