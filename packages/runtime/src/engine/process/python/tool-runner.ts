import type { Clock } from '@mediaconduit/sdk';
import { spawn } from 'node:child_process';
import type { OutputLog } from '../output-log';
import type { ProcessReaper } from '../process-reaper';
import type { ProcessTree } from '../process-tree';
import { ServiceProcess } from '../service-process';

/** What runs tools so that they end with us. */
export interface ToolRunnerParts {
  readonly clock: Clock;
  readonly tree: ProcessTree;
  readonly reaper: ProcessReaper;
  /** Puts before a command line what ends the program with us, where there is such a thing. */
  readonly protect: (argv: readonly string[], environment: Readonly<Record<string, string>>) => readonly string[];
}

/** One run of a program that ends by itself. */
export interface ToolRun {
  readonly argv: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly folder: string;
  /** Kills it and what it started. */
  readonly signal: AbortSignal;
  /** Told every line as it comes. */
  readonly onLine?: (line: string) => void;
}

/** How a run ended. */
export interface ToolResult {
  /** `undefined` when the program could not be started. */
  readonly exitCode: number | undefined;
  readonly output: OutputLog;
}

/** Runs programs to their end: nothing of them is left when a run resolves, nor after we have ended. */
export class ToolRunner {
  constructor(private readonly parts: ToolRunnerParts) {}

  async run({ argv, environment, folder, onLine, signal }: ToolRun): Promise<ToolResult> {
    signal.throwIfAborted();
    const { clock, protect, reaper, tree } = this.parts;
    const [program = '', ...rest] = protect(argv, environment);
    const child = spawn(program, rest, {
      cwd: folder,
      env: environment,
      detached: tree.detached,
      windowsHide: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const { pid } = child;
    if (pid === undefined) return new Promise((_resolve, reject) => child.once('error', reject));
    reaper.add(pid);
    const tool = new ServiceProcess({ child, pid, clock, tree, serviceId: '', label: '', onEnding: () => undefined });
    if (onLine) tool.output.onLine(onLine);
    const kill = (): void => tool.kill();
    signal.addEventListener('abort', kill, { once: true });
    try {
      await tool.gone;
    } finally {
      signal.removeEventListener('abort', kill);
      reaper.delete(pid);
    }
    signal.throwIfAborted();
    return { exitCode: tool.exitCode, output: tool.output };
  }
}
