import { fork, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MigratedPart } from './plan-migration';

/** What came of loading one part. */
export interface Verified {
  readonly kind: 'provider' | 'service';
  readonly id: string;
  /** Relative to the folder that was migrated. */
  readonly folder: string;
  readonly ok: boolean;
  /** What was found, in a few words; of what failed, why. */
  readonly detail: string;
  /** How a failure is mended. */
  readonly hint?: string;
  /** What was tolerated. */
  readonly warnings: readonly string[];
}

/** What the process that loads a part is told. */
export interface VerifyOrder {
  readonly kind: 'provider' | 'service';
  readonly id: string;
  /** Absolute. */
  readonly folder: string;
  /** State folder for this process alone. */
  readonly home: string;
}

/** Loading code and asking it for its models takes a second. */
const LONGEST_MS = 60_000;

/** The code of others gets what any program needs, and no key of the user. */
const INHERITED = ['PATH', 'HOME', 'LANG', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'NODE_OPTIONS'];

/** Loads each part in a process of its own, with a service that answers everything: nothing is installed, started or fetched. */
export async function verifyParts(
  folder: string,
  parts: readonly MigratedPart[],
  { environment, signal }: { readonly environment: NodeJS.ProcessEnv; readonly signal?: AbortSignal },
): Promise<Verified[]> {
  const home = await mkdtemp(join(tmpdir(), 'mediaconduit-migrate-'));
  try {
    const verified: Verified[] = [];
    for (const part of parts) {
      if (part.kind === 'application') continue; // starting it is not ours
      signal?.throwIfAborted();
      const place = join(folder, part.folder);
      const answer = await ask({ kind: part.kind, id: part.id, folder: place, home }, { environment, signal });
      signal?.throwIfAborted();
      verified.push({ kind: part.kind, id: part.id, folder: part.folder, ...answer });
    }
    return verified;
  } finally {
    await rm(home, { recursive: true, force: true, maxRetries: 3 });
  }
}

type Answer = Omit<Verified, 'kind' | 'id' | 'folder'>;

async function ask(
  order: VerifyOrder,
  { environment, signal }: { environment: NodeJS.ProcessEnv; signal?: AbortSignal },
): Promise<Answer> {
  const inherited = INHERITED.flatMap((name) => (environment[name] === undefined ? [] : [[name, environment[name]]]));
  const child = fork(join(__dirname, 'verify-main.js'), [JSON.stringify(order)], {
    cwd: order.folder,
    env: Object.fromEntries(inherited) as NodeJS.ProcessEnv,
    execArgv: [],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const end = (): void => void child.kill('SIGKILL');
  const timer = setTimeout(end, LONGEST_MS);
  signal?.addEventListener('abort', end, { once: true });
  try {
    return await answerOf(child);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', end);
    end();
  }
}

function answerOf(child: ChildProcess): Promise<Answer> {
  return new Promise((resolve) => {
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-4000)));
    child.once('message', (message) => resolve(message as Answer));
    child.once('error', (error) => resolve(failed(error.message)));
    child.once('close', (code, killed) => {
      const last = said.trim().split('\n').at(-1) ?? '';
      const how = killed ? `it was ended after ${LONGEST_MS / 1000} s` : `it ended its process with ${code}`;
      resolve(failed(last === '' ? how : `${how}: ${last}`));
    });
  });
}

function failed(detail: string): Answer {
  return { ok: false, detail, hint: 'the fault is in its code', warnings: [] };
}
