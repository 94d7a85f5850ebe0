import type { ContainerInspectInfo } from 'dockerode';
import { MediaConduitError } from '@mediaconduit/sdk';
import type { ContainerRequest } from './docker-client';

type Settings = Readonly<Record<string, unknown>>;

/** What protects the machine from a service: the engine may drop each of them without a word. */
const PROTECTIONS = ['Memory', 'NanoCpus', 'PidsLimit', 'CapDrop', 'SecurityOpt', 'ReadonlyRootfs', 'Init'] as const;

/** What we never ask for: each list of it would give the container a part of the machine. */
const NEVER = ['CapAdd', 'Devices', 'DeviceCgroupRules', 'VolumesFrom', 'GroupAdd', 'Links', 'ExtraHosts'] as const;

/** Namespaces that are the container's own; that of control groups is the machine's where those are of version 1. */
const NAMESPACES = ['NetworkMode', 'PidMode', 'IpcMode', 'UTSMode', 'UsernsMode'] as const;

/**
 * Compares what was asked with what the engine made of it.
 * @throws `MC_ENGINE_FAILED` naming the first protection that the engine dropped, the first thing of this machine that it
 *   gave away, or a port that is open to others.
 */
export function assertLimitsKept(request: ContainerRequest, made: ContainerInspectInfo): void {
  const asked: Settings = { ...request.HostConfig };
  const actual: Settings = { ...made.HostConfig };
  const dropped = PROTECTIONS.find((name) => asked[name] !== undefined && !isKept(name, asked[name], actual[name]));
  if (dropped !== undefined) throw differs(dropped, asked[dropped], actual[dropped]);
  const opened = ['Privileged', 'PublishAllPorts', 'OomKillDisable'].find((name) => actual[name] === true);
  if (opened !== undefined) throw differs(opened, false, true);
  const given = NEVER.find((name) => isFilled(actual[name]));
  if (given !== undefined) throw differs(given, [], actual[given]);
  const isShared = (name: string): boolean => /^(host$|container:)/.test(String(actual[name]));
  const shared = NAMESPACES.find((name) => isShared(name) && actual[name] !== asked[name]);
  if (shared !== undefined) throw differs(shared, asked[shared], actual[shared]);
  assertMounts(asked['Mounts'], actual);
  assertPorts(asked['PortBindings'], actual['PortBindings']);
}

function isKept(name: string, asked: unknown, actual: unknown): boolean {
  if (!Array.isArray(asked)) return asked === actual;
  // Podman answers with the names of all capabilities for `ALL`, and `no-new-privileges` without `:true`
  if (name === 'CapDrop') return isFilled(actual);
  const kept = wordsOf(actual);
  return wordsOf(asked).every((word) => kept.includes(word)) && !kept.some((word) => word.includes('UNCONFINED'));
}

function wordsOf(list: unknown): string[] {
  return Array.isArray(list)
    ? list.map((value) =>
        String(value)
          .replace(/:true$/, '')
          .toUpperCase(),
      )
    : [];
}

function isFilled(list: unknown): boolean {
  return Array.isArray(list) && list.length > 0;
}

/**
 * Every folder of this machine that is mounted was asked for, and is read-only. Only the places inside are compared:
 * Docker Desktop answers with other names for the folders. Podman lists them as binds.
 */
function assertMounts(asked: unknown, { Mounts: mounts, Binds: binds }: Settings): void {
  const wanted = new Set(bindsOf(asked).map(({ Target }) => Target));
  const odd = bindsOf(mounts).find(({ Target, ReadOnly }) => !wanted.has(Target) || ReadOnly !== true);
  if (odd) throw differs('Mounts', asked, odd);
  const foreign = (Array.isArray(binds) ? binds.map(String) : []).find(
    (bind) => bind.startsWith('/') && !wanted.has(bind.split(':')[1]),
  );
  if (foreign !== undefined) throw differs('Binds', asked, foreign);
}

function bindsOf(mounts: unknown): Settings[] {
  return recordsOf(mounts).filter(({ Type }) => Type === 'bind');
}

/** Every port that is published was asked for, and answers this machine alone. */
function assertPorts(asked: unknown, actual: unknown): void {
  const wanted = isRecord(asked) ? asked : {};
  for (const [port, bindings] of Object.entries(isRecord(actual) ? actual : {})) {
    const isPrivate = recordsOf(bindings).every(({ HostIp }) => HostIp === '127.0.0.1');
    if (!isPrivate || !(port in wanted)) throw differs('PortBindings', wanted[port], { [port]: bindings });
  }
}

function recordsOf(list: unknown): Settings[] {
  return Array.isArray(list) ? list.filter(isRecord) : [];
}

function isRecord(value: unknown): value is Settings {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function differs(setting: string, asked: unknown, actual: unknown): MediaConduitError {
  const [wanted, made] = [asked, actual].map((value) => JSON.stringify(value));
  const message = `The engine ignored the limit ${setting}: asked for ${wanted}, set to ${made}.`;
  return new MediaConduitError('MC_ENGINE_FAILED', message, {
    hint: 'the engine needs cgroup controllers for memory, cpu and pids: "docker info" names the missing ones',
    facts: { limit: setting, asked, actual },
    retryable: false,
  });
}
