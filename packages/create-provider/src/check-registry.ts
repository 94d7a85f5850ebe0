import { runProgram } from './run-program';

/** What the registry says about a name; `unknown` when it does not answer. */
export type NameState = 'free' | 'taken' | 'unknown';

const PATIENCE_MS = 10_000;

/** How the registry is asked. */
export interface RegistryQuestion {
  /** Where npm looks for its settings. */
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal;
}

/**
 * Asks the registry that npm is configured with, scopes, proxies and tokens included, whether a package of that name is
 * there. A registry that does not answer in 10 s is no obstacle.
 */
export async function checkRegistry(name: string, question: RegistryQuestion): Promise<NameState> {
  const { environment, folder, signal } = question;
  const words = ['npm', 'view', name, 'name', '--json', '--fetch-retries=0', `--fetch-timeout=${PATIENCE_MS}`];
  try {
    const { code, output } = await runProgram(words, { folder, environment, signal, timeoutMs: PATIENCE_MS });
    if (code === 0) return 'taken';
    return /\bE404\b/.test(output) ? 'free' : 'unknown';
  } catch (error) {
    if (signal?.aborted) throw error;
    return 'unknown';
  }
}
