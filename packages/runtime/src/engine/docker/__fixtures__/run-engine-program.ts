import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { EnsureOptions, RunningService, ServiceDefinition } from '@mediaconduit/sdk';
import type { DockerWorld } from './docker-world';

/** What the program does once the service runs; see `engine-program.cjs`. */
export type ProgramEnd = 'idle' | 'hold' | 'exit' | 'release';

/** A program of its own that has started the service. */
export interface EngineProgram {
  readonly child: ChildProcess;
  readonly service: RunningService;
  /** Resolves to the exit code, or to the signal that ended it. */
  readonly ended: Promise<number | string>;
  /** Lets a `release` program go on, and resolves when it has. */
  release(): Promise<void>;
}

/** Starts the program from the built package; nothing is said about how far it has come. */
export function startEngineProgram(
  { home, homeId }: DockerWorld,
  definition: ServiceDefinition,
  then: ProgramEnd,
  options: Pick<EnsureOptions, 'keepAddress'> = {},
) {
  const dist = path.resolve(__dirname, '../../../../dist');
  const order = JSON.stringify({ dist, home, homeId, definition, then, options });
  return spawn(process.execPath, [path.join(__dirname, 'engine-program.cjs'), order], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
}

/** Starts the program and waits until its service runs. */
export async function runEngineProgram(
  world: DockerWorld,
  definition: ServiceDefinition,
  then: ProgramEnd,
  options?: Pick<EnsureOptions, 'keepAddress'>,
): Promise<EngineProgram> {
  const child = startEngineProgram(world, definition, then, options);
  const ended = once(child, 'exit').then(([code, signal]) => (code ?? signal) as number | string);
  const lines = createInterface(child.stdout);
  const [line] = (await once(lines, 'line')) as [string];
  return {
    child,
    ended,
    service: JSON.parse(line) as RunningService,
    async release() {
      const answered = once(lines, 'line');
      child.stdin.write('release\n');
      await answered;
    },
  };
}
