import type { GpuRequest, Ulimit } from './compose-service';
import type { ComposeScope, Field } from './compose-scope';
import { entriesOf, integerOf, isEmpty, itemsOf, knownEntriesOf, textOf } from './read-field';
import { amountOf, bytesOf } from './read-quantity';

/** What `deploy:` says about the size of the container. */
export interface DeployResources {
  readonly memoryBytes?: number;
  readonly cpus?: number;
  readonly pids?: number;
  readonly gpus: readonly GpuRequest[];
}

const ULIMITS = /^(core|cpu|data|fsize|locks|memlock|msgqueue|nice|nofile|nproc|rss|rtprio|rttime|sigpending|stack)$/;
const GPU_WORDS = ['gpu', 'nvidia', 'compute', 'utility', 'video', 'graphics', 'display', 'compat32', 'ngx'];

const ALL_GPUS: GpuRequest = { driver: 'nvidia', count: -1, deviceIds: [], capabilities: ['gpu'] };

/** `deploy:`, of which only the resources are taken. */
export function readDeploy(scope: ComposeScope, field: Field): DeployResources {
  const known = knownEntriesOf(scope, field, ['resources', 'restart_policy']);
  if (known.restart_policy)
    scope.warn(known.restart_policy, 'restart_policy is not applied: the runtime restarts services');
  if (!known.resources || isEmpty(known.resources)) return { gpus: [] };
  const { limits, reservations } = knownEntriesOf(scope, known.resources, ['limits', 'reservations']);
  return {
    ...(limits ? readLimits(scope, limits) : {}),
    gpus: reservations ? readReservations(scope, reservations) : [],
  };
}

function readLimits(scope: ComposeScope, field: Field): Omit<DeployResources, 'gpus'> {
  const { memory, cpus, pids } = knownEntriesOf(scope, field, ['memory', 'cpus', 'pids']);
  return {
    ...(memory ? { memoryBytes: bytesOf(scope, memory) } : {}),
    ...(cpus ? { cpus: amountOf(scope, cpus) } : {}),
    ...(pids ? { pids: integerOf(scope, pids, 1) } : {}),
  };
}

/** Reserved memory and processors mean nothing to one engine; they are only checked. */
function readReservations(scope: ComposeScope, field: Field): GpuRequest[] {
  const { memory, cpus, devices } = knownEntriesOf(scope, field, ['memory', 'cpus', 'devices']);
  if (memory) bytesOf(scope, memory);
  if (cpus) amountOf(scope, cpus);
  return devices ? itemsOf(scope, devices).map((device) => readGpu(scope, device)) : [];
}

/** `gpus:`, either `all` or a list of requests. */
export function readGpus(scope: ComposeScope, field: Field): GpuRequest[] {
  if (field.node.kind === 'list') return itemsOf(scope, field).map((item) => readGpu(scope, item));
  const text = textOf(scope, field);
  if (text === 'all') return [ALL_GPUS];
  throw scope.invalid(field, `has to be "all" or a list, not "${text}"`);
}

/** `runtime:`, of which only the one for GPUs is taken. */
export function readRuntime(scope: ComposeScope, field: Field): GpuRequest[] {
  const text = textOf(scope, field);
  if (text === 'nvidia') return [ALL_GPUS];
  throw scope.refuse(
    field,
    `the container runtime "${text}" is not taken`,
    'only nvidia can stand here, as another way to write gpus: all',
  );
}

function readGpu(scope: ComposeScope, field: Field): GpuRequest {
  const known = knownEntriesOf(scope, field, ['driver', 'count', 'device_ids', 'capabilities']);
  const driver = known.driver ? textOf(scope, known.driver) : 'nvidia';
  if (driver !== 'nvidia') throw scope.refuse(known.driver ?? field, `the device driver "${driver}" is not taken`);
  const count = known.count ? textOf(scope, known.count) : 'all';
  const deviceIds = known.device_ids ? itemsOf(scope, known.device_ids).map((id) => textOf(scope, id)) : [];
  return {
    driver,
    count: count === 'all' || !known.count ? -1 : integerOf(scope, known.count, 1),
    deviceIds,
    capabilities: known.capabilities ? readCapabilities(scope, known.capabilities) : ['gpu'],
  };
}

function readCapabilities(scope: ComposeScope, field: Field): string[] {
  return itemsOf(scope, field).map((item) => {
    const word = textOf(scope, item);
    if (GPU_WORDS.includes(word)) return word;
    throw scope.refuse(item, `the device capability "${word}" is not taken`);
  });
}

/** `ulimits:`, a number for both limits or a map of the two. */
export function readUlimits(scope: ComposeScope, field: Field): Ulimit[] {
  return entriesOf(scope, field).map(([name, entry]) => {
    if (!ULIMITS.test(name)) throw scope.refuse(entry, 'there is no such limit');
    if (entry.node.kind !== 'map') {
      const both = integerOf(scope, entry, -1);
      return { name, soft: both, hard: both };
    }
    const { soft, hard } = knownEntriesOf(scope, entry, ['soft', 'hard']);
    if (!soft || !hard) throw scope.invalid(entry, 'needs soft and hard');
    return { name, soft: integerOf(scope, soft, -1), hard: integerOf(scope, hard, -1) };
  });
}
