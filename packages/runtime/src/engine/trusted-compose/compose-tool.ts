import { anySignal, MediaConduitError } from '@mediaconduit/sdk';
import type { CommandOptions, RunCommand } from './run-command';

/** How long a tool may take to tell its version, in ms. */
const VERSION_MS = 10_000;

/** The words that a call of Compose begins with. */
export type ComposeTool = readonly [string, ...string[]];

const TOOLS: readonly ComposeTool[] = [['docker', 'compose'], ['docker-compose']];

/**
 * The Compose of this machine: the plugin of Docker, else the program of version 1.
 * @throws `MC_ENGINE_UNAVAILABLE` when there is neither.
 */
export async function findComposeTool(run: RunCommand, options: CommandOptions): Promise<ComposeTool> {
  for (const tool of TOOLS) {
    const signal = anySignal([options.signal, AbortSignal.timeout(VERSION_MS)]);
    const { code } = await run([...tool, 'version'], { ...options, signal });
    if (code === 0) return tool;
    options.signal.throwIfAborted();
  }
  throw new MediaConduitError(
    'MC_ENGINE_UNAVAILABLE',
    'A trusted compose file is run by the Compose command line, which is not here: neither "docker compose" nor "docker-compose" answers.',
    {
      hint: 'install the Compose plugin of Docker (docs.docker.com/compose/install), or on Debian: apt-get install docker-compose',
      facts: { tried: TOOLS.map((tool) => tool.join(' ')) },
    },
  );
}
