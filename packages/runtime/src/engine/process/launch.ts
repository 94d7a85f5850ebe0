import type { Clock, ProcessDefinition, ServiceDefinition } from '@mediaconduit/sdk';
import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { bindSocket, type BoundSocket } from './bind-socket';
import type { DeathSignal } from './find-death-signal';
import { findExecutable } from './find-executable';
import type { PreparedLaunch } from './launch-preparer';
import { MARK_VARIABLE } from './marked-processes';
import { planPort, type PortPlan } from './port-plan';
import { processEnvironment } from './process-environment';
import { commandMissingError, spawnRefusedError, startAbortedError } from './process-errors';
import type { ProcessTree } from './process-tree';

/** What the machine and the engine bring to every launch. */
export interface LaunchContext {
  readonly platform: NodeJS.Platform;
  readonly environment: NodeJS.ProcessEnv;
  readonly clock: Clock;
  readonly tree: ProcessTree;
  /** Looked up at the first call. */
  readonly findDeathSignal: () => DeathSignal | undefined;
  /** Called before a spawn whose child nothing would end if we were killed in the same moment. */
  readonly onUnprotected: () => void;
}

/** A child that runs, and how to learn where it listens. */
export interface LaunchedChild {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly plan: PortPlan;
  /** In the environment of the child and of all that it starts, see {@link MARK_VARIABLE}. */
  readonly mark: string;
  /** Known to us and to the child. */
  readonly fileToken: string | undefined;
}

/** What one launch needs. */
export interface LaunchOptions {
  readonly definition: ServiceDefinition;
  readonly block: ProcessDefinition;
  readonly prepared: PreparedLaunch;
  readonly environment: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** Lends the socket of an address that outlives the run. Default: a new one. */
  readonly bind?: () => BoundSocket | undefined;
}

/**
 * Spawns the program of a definition. Between the spawn and the return nothing is awaited when it succeeds.
 * @throws `MC_SERVICE_START_FAILED` when there is no such program or it is refused; nothing is left then.
 */
export async function launch(context: LaunchContext, options: LaunchOptions): Promise<LaunchedChild> {
  const { block, definition, prepared, signal, bind = () => bindSocket(context.platform) } = options;
  if (signal.aborted) throw startAbortedError(definition, signal.reason);
  const environment = processEnvironment(
    context.environment,
    prepared.defaults,
    definition.environment,
    block.environment,
    prepared.chosen,
    options.environment,
  );
  const program = findProgram(context, options, environment);
  const plan = planPort(definition, block.port, bind);
  const fileToken = block.localFiles && context.platform !== 'win32' ? randomUUID() : undefined;
  const mark = randomUUID();
  const given = { ...plan.environment, ...(fileToken && { MEDIACONDUIT_FILE_TOKEN: fileToken }) };
  const env = { ...environment, ...given, [MARK_VARIABLE]: mark };
  const argv = protect(context, [program, ...block.command.slice(1)], env);
  try {
    const { detached } = context.tree;
    const started = await spawnChild(argv, plan, { cwd: definition.folder, env, detached, windowsHide: true });
    return { ...started, plan, fileToken, mark };
  } catch (cause) {
    plan.socket?.close();
    throw spawnRefusedError(definition, program, cause);
  }
}

/** The command line with what ends the program together with us, where this machine has such a thing. */
export function protect(
  context: Pick<LaunchContext, 'findDeathSignal' | 'onUnprotected'>,
  argv: readonly string[],
  env: Readonly<Record<string, string>>,
): readonly string[] {
  const deathSignal = context.findDeathSignal();
  if (deathSignal) return deathSignal(argv, env);
  context.onUnprotected();
  return argv;
}

function findProgram(
  { platform }: LaunchContext,
  { block, definition, prepared }: LaunchOptions,
  environment: Readonly<Record<string, string>>,
): string {
  const command = block.command[0] ?? '';
  if (prepared.interpreter !== undefined) return prepared.interpreter;
  if (command === 'node') return process.execPath;
  const program = findExecutable(command, { folder: definition.folder, environment, platform });
  if (program === undefined) throw commandMissingError(definition, command);
  return program;
}

async function spawnChild(
  argv: readonly string[],
  plan: PortPlan,
  options: SpawnOptions,
): Promise<Pick<LaunchedChild, 'child' | 'pid'>> {
  const [program = '', ...rest] = argv;
  const child = spawn(program, rest, { ...options, stdio: ['ignore', 'pipe', 'pipe', ...plan.stdio] });
  const { pid } = child;
  if (pid !== undefined) return { child, pid };
  return new Promise((_resolve, reject) => child.once('error', reject));
}
