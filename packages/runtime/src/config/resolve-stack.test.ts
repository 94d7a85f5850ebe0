import { DEFAULT_BREAKER } from '../resilience/breaker-settings';
import { DEFAULT_RESTART, FAST_LIVENESS } from '../supervisor/stack-member';
import { resolveText, STACK_FILE } from './__fixtures__/resolve-text';
import { diffStacks } from './diff-stacks';
import type { ResolvedStack } from './resolved-stack';

const COWSAY = {
  id: 'cowsay-service',
  engines: ['process', 'docker'],
  process: { command: ['node', 'a.js'], port: 'fd', environment: { MODE: 'own', PORTS: '1' } },
  docker: { serviceName: 'cow' },
  environment: { LANG: 'C', MODE: 'manifest' },
  limits: { cpus: 1, memoryBytes: 1000 },
  idleStopMs: 300_000,
  critical: true,
} as const;

const service = (stack: ResolvedStack, name: string) => {
  const found = stack.services.find((one) => one.name === name);
  if (!found) throw new Error(`no ${name}`);
  return found;
};

describe('resolveStack', () => {
  it('lays the stack file over the manifest, and the platform over both', async () => {
    const text = [
      'services:',
      '  cow:',
      '    use: cowsay-service',
      '    engine: docker',
      '    environment: { MODE: stack, B: "2" }',
      '    limits: { memory: 2000 }',
      '    liveness: fast',
      '    restart: { maxRestarts: 9 }',
      '    breaker: { probes: 1 }',
      '    bulkhead: { concurrent: 2 }',
      '    platforms: { darwin: { environment: { B: "3" }, critical: false, engine: process } }',
    ].join('\n');
    const cow = service(await resolveText(text, { services: [COWSAY], platform: 'darwin' }), 'cow');
    expect(cow).toMatchObject({
      dependsOn: [],
      critical: false,
      restart: { ...DEFAULT_RESTART, maxRestarts: 9 },
      liveness: FAST_LIVENESS,
      breaker: { ...DEFAULT_BREAKER, probes: 1 },
      bulkhead: { concurrent: 2, waiting: 100 },
      stopGraceMs: 10_000,
      rolling: false,
      definition: {
        id: 'cow',
        engines: ['process'],
        environment: { LANG: 'C', MODE: 'stack', B: '3' },
        process: { environment: { LANG: 'C', MODE: 'stack', PORTS: '1', B: '3' } },
        limits: { cpus: 1, memoryBytes: 2000 },
        idleStopMs: 0,
        critical: false,
      },
    });
    expect(cow.settings).not.toHaveProperty('critical');
    const linux = service(await resolveText(text, { services: [COWSAY] }), 'cow');
    expect(linux).toMatchObject({ critical: true, definition: { engines: ['docker'], environment: { B: '2' } } });
  });

  it('makes two services of one definition, and one of an entry that describes it', async () => {
    const text =
      'services: { cowsay-service: , b: { use: cowsay-service }, redis: { image: "redis:7", docker: { port: 1 } } }';
    const { services } = await resolveText(text, { services: [COWSAY] });
    expect(services.map(({ name, definition }) => [name, definition.id, definition.engines])).toEqual([
      ['cowsay-service', 'cowsay-service', ['process', 'docker']],
      ['b', 'b', ['process', 'docker']],
      ['redis', 'redis', ['docker']],
    ]);
  });

  it('reads what a manifest depends on as entries', async () => {
    const needy = { ...COWSAY, dependsOn: ['redis-service'] };
    const redis = { id: 'redis-service' };
    const on = async (rest: string) => {
      const stack = await resolveText(`services: { cowsay-service: ${rest} }`, { services: [needy, redis] });
      return service(stack, 'cowsay-service').dependsOn;
    };
    await expect(on(', cache: { use: redis-service }')).resolves.toEqual(['cache']);
    await expect(on(', redis-service: , other: { use: redis-service }')).resolves.toEqual(['redis-service']);
    await expect(on('{ dependsOn: [] }')).resolves.toEqual([]);
    await expect(on('')).rejects.toMatchObject({
      code: 'MC_STACK_INVALID',
      hint: expect.stringContaining('add "redis-service"'),
    });
    await expect(on(', a: { use: redis-service }, b: { use: redis-service }')).rejects.toMatchObject({
      message: expect.stringContaining('several entries'),
      hint: 'write dependsOn: [a or b]',
    });
  });

  it('finds a circle that leads through a manifest', async () => {
    const services = [
      { ...COWSAY, dependsOn: ['b'] },
      { id: 'b', dependsOn: ['cowsay-service'] },
    ];
    await expect(resolveText('services: { cowsay-service: , b: }', { services })).rejects.toMatchObject({
      code: 'MC_DEPENDENCY_CYCLE',
      message: expect.stringContaining('cowsay-service → b → cowsay-service'),
    });
  });

  it('keeps the address that the user chose instead of a service', async () => {
    const chosen = { ...COWSAY, engines: ['remote'], url: 'http://h:1' } as const;
    const stack = await resolveText('services: { cowsay-service: { engine: docker } }', { services: [chosen] });
    expect(service(stack, 'cowsay-service').definition.engines).toEqual(['remote']);
  });

  it('tells everything that is wrong at once', async () => {
    const text = 'services:\n  none:\n  a: { use: nothing }\n';
    await expect(resolveText(text)).rejects.toMatchObject({
      code: 'MC_STACK_INVALID',
      message: `${STACK_FILE}:2:8 No service "none" is installed.\n${STACK_FILE}:3:13 No service "nothing" is installed.`,
      hint: 'install it',
    });
    const engine = resolveText('services: { cowsay-service: { engine: remote } }', { services: [COWSAY] });
    await expect(engine).rejects.toMatchObject({
      message: expect.stringContaining('has no way to run on remote'),
      hint: 'its manifest describes docker and process',
    });
  });
});

describe('features', () => {
  const TEXT = [
    'services: { always: { image: "a:1" }, both: { image: "a:1" }, extra: { image: "a:1" } }',
    'features: { one: [both], two: { services: [both, extra], default: false } }',
  ].join('\n');
  const names = async (features: Record<string, boolean>) =>
    (await resolveText(TEXT, { features })).services.map(({ name }) => name);

  it('switch services that are in no other one that is on', async () => {
    await expect(names({})).resolves.toEqual(['always', 'both']);
    await expect(names({ two: true })).resolves.toEqual(['always', 'both', 'extra']);
    await expect(names({ one: false })).resolves.toEqual(['always']);
    await expect(names({ one: false, two: true })).resolves.toEqual(['always', 'both', 'extra']);
  });

  it('must be known', async () => {
    await expect(names({ ones: true })).rejects.toMatchObject({ hint: 'did you mean "one"?' });
  });

  it('must not take away what another service needs', async () => {
    const text =
      'services: { a: { image: "a:1", dependsOn: [b] }, b: { image: "b:1" } }\nfeatures: { f: { services: [b], default: false } }';
    await expect(resolveText(text)).rejects.toMatchObject({
      message: `${STACK_FILE}:1:43 "b", which "a" depends on, is not switched on`,
      hint: 'switch on the feature "f", or take it from dependsOn',
    });
  });

  it('is apart from every other stack, unless its file gives it a name', async () => {
    const unnamed = await resolveText('services: { a: { image: "a:1" } }');
    expect([unnamed.name, unnamed.scope]).toEqual(['shop', expect.stringMatching(/^shop-[0-9a-f]{8}$/)]);
    const named = await resolveText('name: shop\nservices: { a: { image: "a:1" } }');
    expect([named.name, named.scope]).toEqual(['shop', 'shop']);
    const { changed } = diffStacks(unnamed, named);
    expect(changed).toEqual([{ name: 'a', replaces: true, changes: [`scope: "${unnamed.scope}" → "shop"`] }]);
  });
});
