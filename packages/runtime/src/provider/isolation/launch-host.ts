import type { ProviderManifest } from '@mediaconduit/sdk';
import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { findDeathSignal } from '../../engine/process/find-death-signal';
import { processTreeOf, type ProcessTree } from '../../engine/process/process-tree';
import { Offspring, OFFSPRING_VARIABLE } from './offspring';

/** Where and how processes of providers are started. */
export interface LaunchPlace {
  readonly home: string;
  /** Of this process; only for finding programs. */
  readonly environment: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
}

/** What one process is started for. */
export interface LaunchOrder {
  readonly manifest: Pick<ProviderManifest, 'id'>;
  readonly memoryMb: number;
  /** All variables that it gets. */
  readonly variables: Readonly<Record<string, string>>;
}

/** A process that runs, and its sockets. */
export interface LaunchedHost {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly tree: ProcessTree;
  readonly offspring: Offspring;
  readonly messages: Socket;
  readonly bytes: Socket;
}

/** The kernel refuses more memory than this to the process, whatever asks for it; the heap of V8 is limited besides. */
const LIMIT = 'ulimit -d "$0" 2>/dev/null; unset PWD; exec "$@"';

/**
 * Starts the program that runs one provider: in an empty folder, with the variables that are named and no others, ended by
 * the kernel when we are gone. Its group is its own, and what it starts is marked, so that both end with it.
 */
export async function launchHost(place: LaunchPlace, order: LaunchOrder): Promise<LaunchedHost> {
  const { platform } = place;
  const mark = randomUUID();
  const env = { ...order.variables, ...windowsVariables(place), [OFFSPRING_VARIABLE]: mark };
  const [program = '', ...rest] = commandLine(place, order, env);
  const tree = processTreeOf(platform, place.environment['SystemRoot']);
  const child = spawn(program, rest, {
    cwd: emptyFolder(place.home),
    env,
    detached: tree.detached,
    windowsHide: true,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe'],
  });
  const { pid } = child;
  if (pid === undefined) return new Promise((_resolve, reject) => child.once('error', reject));
  const [, , , messages, bytes] = child.stdio as unknown as readonly Socket[]; // pipes of a child are sockets
  const offspring = new Offspring(mark);
  return { child, pid, tree, offspring, messages: messages as Socket, bytes: bytes as Socket };
}

function commandLine(
  { platform, environment }: LaunchPlace,
  { memoryMb }: LaunchOrder,
  env: Readonly<Record<string, string>>,
): readonly string[] {
  const heapMb = Math.floor(memoryMb / 2);
  const own = [process.execPath, `--max-old-space-size=${heapMb}`, hostMain()];
  const program = process.argv[1];
  if (program !== undefined) own.push(program); // from where the packages of the application are found
  if (platform !== 'linux') return own;
  const limited = ['/bin/sh', '-c', LIMIT, String(memoryMb * 1024), ...own];
  return findDeathSignal(platform, environment)?.(limited, env) ?? limited;
}

/** Tests run from the sources; the program is the built one in any case. */
function hostMain(): string {
  return join(__dirname, 'child', 'host-main.js').replace(/([\\/])src([\\/]provider[\\/]isolation)/, '$1lib$2');
}

/** One for all: nothing is ever written there. */
function emptyFolder(home: string): string {
  const folder = join(home, 'run', 'isolation');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}

/** Without it no program of Windows finds its libraries. */
function windowsVariables({ platform, environment }: LaunchPlace): Record<string, string> {
  const root = environment['SystemRoot'];
  return platform === 'win32' && root !== undefined ? { SystemRoot: root } : {};
}
