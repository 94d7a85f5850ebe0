import { withoutSiblings, type ComposeGroup, type ComposeSibling } from '../../compose/compose-group';
import type { ComposeService } from '../../compose/compose-service';
import { dockerDefinition } from './__fixtures__/docker-definition';
import { planOf } from './__fixtures__/group-requests';

const service = (name: string, more: Partial<ComposeService> = {}): ComposeService => ({
  name,
  ...{ environment: {}, expose: [], ports: [], mounts: [], labels: {}, ulimits: [], gpus: [] },
  ...{ dependsOn: [], networks: [], profiles: [] },
  ...more,
});
const sibling = (of: ComposeService, more: Partial<ComposeSibling> = {}): ComposeSibling => ({
  ...{ service: of, role: 'needed', isJob: false, level: 0, isProbed: false },
  ...more,
});
const MAIN = service('web', { ports: [{ target: 80, protocol: 'tcp' }] });
const plan = (siblings: readonly ComposeSibling[], more: Partial<ComposeGroup> = {}) => {
  const networks = [{ name: 'default', internal: false }];
  return planOf(dockerDefinition('/service', { environment: { KEY: 'k' }, limits: { memoryBytes: 9e8 }, gpu: true }), {
    ...{ main: MAIN, siblings, networks, warnings: [] },
    ...more,
  });
};

describe('planGroup', () => {
  it('is the plan of one container without siblings, whatever its image says about groups', () => {
    const { group, request } = planOf(dockerDefinition('/service'), withoutSiblings(MAIN, []));
    expect(group).toBeUndefined();
    expect(request.Labels).toMatchObject({ 'io.mediaconduit.group': '', 'io.mediaconduit.role': '' });
    expect(request).not.toHaveProperty('NetworkingConfig');
  });

  it('names everything after the main container', () => {
    const { name, group, request } = plan([sibling(service('db'))]);
    expect(group).toMatchObject({ name, networks: [{ name: `${name}.default`, internal: false }] });
    expect(group?.members.map((member) => member.name)).toEqual([`${name}-db`]);
    const labels = [request, group?.networks[0]?.labels, group?.members[0]?.request].map((one) =>
      one && 'Labels' in one ? (one.Labels as object) : one,
    );
    for (const one of labels)
      expect(one).toMatchObject({ 'io.mediaconduit.home': 'home', 'io.mediaconduit.group': name });
    expect(labels[0]).toMatchObject({ 'io.mediaconduit.role': 'main', 'io.mediaconduit.level': '1' });
    expect(labels[2]).toMatchObject({ 'io.mediaconduit.role': 'needed', 'io.mediaconduit.level': '0' });
  });

  it('keeps the variables, limits and GPUs of the manifest for the service itself', () => {
    const { request, group } = plan([sibling(service('db', { environment: { A: 'b' } }))]);
    expect([request.Env, request.HostConfig?.Memory, request.HostConfig?.DeviceRequests]).toEqual([
      ['KEY=k'],
      9e8,
      [expect.objectContaining({ Driver: 'nvidia' })],
    ]);
    const { Env: variables, HostConfig: host } = group?.members[0]?.request ?? {};
    expect([variables, host?.Memory, host?.DeviceRequests, host?.PortBindings]).toEqual([
      ['A=b'],
      4 * 1024 ** 3,
      [],
      {},
    ]);
  });

  it('has the engine check those that somebody waits for, and no others', () => {
    const healthcheck = { test: ['CMD', 'x'], intervalMs: 1500, startIntervalMs: 0.5, retries: 2 };
    const checks = [
      sibling(service('a', { healthcheck })),
      sibling(service('b', { healthcheck }), { isProbed: true }),
      sibling(service('c'), { isProbed: true }),
    ];
    expect(plan(checks).group?.members.map(({ request }) => request.Healthcheck)).toEqual([
      { Test: ['NONE'] },
      expect.objectContaining({ Test: ['CMD', 'x'], Interval: 1.5e9, StartInterval: 5e5, Retries: 2 }),
      undefined, // as its image says
    ]);
  });

  it('creates a container in its first network and connects it to the others, with all names', () => {
    const networks = [
      { network: 'front', aliases: [] },
      { network: 'back', aliases: ['store', 'db'] },
    ];
    const { name, group } = plan([sibling(service('db', { networks }))]);
    const [db] = group?.members ?? [];
    expect(db?.request.HostConfig?.NetworkMode).toBe(`${name}.front`);
    expect(db?.request.NetworkingConfig?.EndpointsConfig).toEqual({ [`${name}.front`]: { Aliases: ['db'] } });
    expect(db?.connections).toEqual([{ network: `${name}.back`, aliases: ['db', 'store'] }]);
    expect(group?.connections).toEqual([{ network: `${name}.default`, aliases: ['web'] }]);
  });

  it('fills a volume that several containers share only once', () => {
    const mounts = [{ kind: 'volume', name: 'bind-x', target: '/x', readOnly: false, seed: '/service/x' }] as const;
    const { volumes, group } = plan([sibling(service('a', { mounts })), sibling(service('b', { mounts }))], {
      main: { ...MAIN, mounts: [] },
    });
    expect(volumes).toEqual([]);
    expect(group?.members.map((member) => member.volumes[0]?.seed)).toEqual(['/service/x', undefined]);
    const shared = plan([sibling(service('a', { mounts }))], { main: { ...MAIN, mounts } });
    expect([shared.volumes[0]?.seed, shared.group?.members[0]?.volumes[0]?.seed]).toEqual(['/service/x', undefined]);
  });
});
