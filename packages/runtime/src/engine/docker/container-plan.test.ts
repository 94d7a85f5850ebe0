import type { ServiceDefinition } from '@mediaconduit/sdk';
import type { ComposeService } from '../../compose/compose-service';
import { dockerDefinition } from './__fixtures__/docker-definition';
import { planContainer, withDynamicPorts, type PlanInput } from './container-plan';

const SERVICE: ComposeService = {
  name: 'web',
  ...{ environment: {}, expose: [], ports: [{ target: 80, protocol: 'tcp' }], mounts: [] },
  ...{ labels: {}, ulimits: [], gpus: [], dependsOn: [], networks: [], profiles: [] },
};

const plan = (
  service: Partial<ComposeService> = {},
  definition: Partial<ServiceDefinition> = {},
  input: Partial<PlanInput> = {},
) =>
  planContainer({
    definition: dockerDefinition('/service', definition),
    service: { ...SERVICE, ...service },
    ...{ image: 'x:1', environment: {}, homeId: 'abcd1234', nameSuffix: '' },
    machine: { memoryBytes: 16 * 1024 ** 3, cpus: 2 },
    ...input,
  });

describe('planContainer', () => {
  it('has the same name for the same request, and another one for every other', () => {
    const name = plan().name;
    expect(name).toMatch(/^mc-abcd1234-test-service-[0-9a-f]{8}$/);
    expect(plan().name).toBe(name);
    const others = [
      plan({}, {}, { image: 'x:2' }),
      plan({}, {}, { environment: { A: '1' } }),
      plan({}, {}, { homeId: 'ffff0000' }),
      plan({ command: ['other'] }),
      plan({}, { limits: { cpus: 1 } }),
    ].map((other) => other.name);
    expect(new Set([name, ...others]).size).toBe(6);
  });

  it('labels the volume that holds downloads, and misses one that is not mounted', () => {
    const volume = (name: string) => ({ kind: 'volume', name, target: `/${name}`, readOnly: false }) as const;
    const cache = { variable: 'MOO_CACHE', volume: 'models', layout: 'items' } as const;
    const { request } = plan({ mounts: [volume('models'), volume('data')] }, { cache });
    const labels = (request.HostConfig?.Mounts ?? []).map(({ VolumeOptions }) => VolumeOptions?.Labels);
    const owner = { 'io.mediaconduit.home': 'abcd1234', 'io.mediaconduit.service': 'test-service' };
    const data = { ...owner, 'io.mediaconduit.volume': 'data' };
    expect(labels).toEqual([{ ...owner, 'io.mediaconduit.cache': 'models' }, data]);
    const shared = plan({ mounts: [volume('models'), volume('data')] }, { cache: { ...cache, owner: 'moo' } });
    expect(shared.volumes.map(({ name }) => name)).toEqual(['mc-abcd1234-moo-models', 'mc-abcd1234-test-service-data']);
    expect(shared.request.HostConfig?.Mounts?.[0]?.VolumeOptions?.Labels).toMatchObject({
      'io.mediaconduit.service': 'moo',
    });
    expect(() => plan({ mounts: [volume('data')] }, { cache })).toThrow(
      expect.objectContaining({ code: 'MC_COMPOSE_INVALID', hint: expect.stringContaining('correct cache.volume in') }),
    );
  });

  it('makes a name that the engine takes of any id', () => {
    expect(plan({}, { id: 'Söme Very/Odd Name'.repeat(9) }).name).toMatch(/^[a-zA-Z0-9][a-zA-Z0-9_.-]{1,90}$/);
  });

  it.each([
    ['what the manifest names', { containerPort: 9000 }, {}, 9000],
    ['the first published one', {}, {}, 80],
    ['the first exposed one', {}, { ports: [], expose: [3000] }, 3000],
  ])('answers on %s', (_, docker, service, port) => {
    const planned = plan(service, { docker: { serviceName: 'web', image: 'x', ...docker } });
    expect(planned.port).toBe(port);
    expect(Object.keys(planned.request.ExposedPorts ?? {})).toContain(`${port}/tcp`);
  });

  it('refuses a service that names no port', () => {
    expect(() => plan({ ports: [] })).toThrow(expect.objectContaining({ code: 'MC_COMPOSE_INVALID' }));
  });

  it('asks for a host port of the manifest or the file, and can do without', () => {
    const docker = { serviceName: 'web', image: 'x', hostPort: 8081 };
    const fixed = plan({}, { docker });
    expect([fixed.hasFixedPort, bindings(fixed)]).toEqual([
      true,
      { '80/tcp': [{ HostIp: '127.0.0.1', HostPort: '8081' }] },
    ]);
    const free = withDynamicPorts(fixed);
    expect([free.hasFixedPort, bindings(free)]).toEqual([false, { '80/tcp': [{ HostIp: '127.0.0.1', HostPort: '' }] }]);
    expect(free.name).toBe(fixed.name);
    const both = plan({ ports: [{ target: 80, protocol: 'tcp', published: 9090 }] }, { docker });
    expect(bindings(both)).toEqual({ '80/tcp': [{ HostIp: '127.0.0.1', HostPort: '9090' }] });
  });

  it.each([
    ['4 GiB', {}, {}, 4 * 1024 ** 3],
    ['what the file says', { memoryBytes: 1e9 }, {}, 1e9],
    ['what the definition says', { memoryBytes: 1e9 }, { memoryBytes: 2e9 }, 2e9],
    ['three quarters of the machine', {}, { memoryBytes: 1e15 }, 12 * 1024 ** 3],
    ['everything when the definition says so', {}, { memoryBytes: 0 }, undefined],
  ])('gives it %s of memory', (_, service, limits, memory) => {
    expect(plan(service, { limits }).request.HostConfig?.Memory).toBe(memory);
  });

  it('asks for no more processors and processes than there may be', () => {
    const { HostConfig: host } = plan({ cpus: 64, pids: 9999 }).request;
    expect([host?.NanoCpus, host?.PidsLimit]).toEqual([2e9, 512]);
    expect(plan({ pids: 9 }).request.HostConfig?.PidsLimit).toBe(9);
  });

  it('asks for GPUs as the file or the definition says', () => {
    const gpu = { driver: 'nvidia', count: -1, deviceIds: ['0', '3'], capabilities: ['gpu', 'video'] };
    const all = { Driver: 'nvidia', Count: -1, Capabilities: [['gpu']] };
    expect(plan({}, { gpu: true }).request.HostConfig?.DeviceRequests).toEqual([all]);
    expect(plan({ gpus: [gpu] }).request.HostConfig?.DeviceRequests).toEqual([
      { Driver: 'nvidia', DeviceIDs: ['0', '3'], Capabilities: [['gpu', 'video']] },
    ]);
    expect(plan().request.HostConfig?.DeviceRequests).toEqual([]);
  });

  it('mounts what the file says, under names of its own', () => {
    const { request, volumes } = plan({
      mounts: [
        { kind: 'volume', name: 'data', target: '/data', readOnly: false, seed: '/service/data' },
        { kind: 'volume', target: '/anonymous', readOnly: false },
        { kind: 'bind', source: '/service/x', target: '/x' },
        { kind: 'tmpfs', target: '/run', sizeBytes: 1024 },
        { kind: 'tmpfs', target: '/tmp', sizeBytes: 2048 },
      ],
    });
    expect(volumes).toEqual([{ name: 'mc-abcd1234-test-service-data', target: '/data', seed: '/service/data' }]);
    expect(request.HostConfig?.Mounts?.map(({ Type, Source, ReadOnly }) => [Type, Source, ReadOnly])).toEqual([
      ['volume', 'mc-abcd1234-test-service-data', false],
      ['volume', '', false],
      ['bind', '/service/x', true],
    ]);
    expect(request.HostConfig?.Tmpfs).toEqual({
      '/tmp': 'rw,nosuid,nodev,exec,mode=1777,size=2048',
      '/run': 'rw,nosuid,nodev,exec,mode=1777,size=1024',
    });
  });
});

function bindings(planned: ReturnType<typeof plan>): unknown {
  return planned.request.HostConfig?.PortBindings;
}
