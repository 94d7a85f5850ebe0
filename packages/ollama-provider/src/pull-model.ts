import { requireConfirmation, type CallOptions } from '@mediaconduit/sdk';
import type { PullLine } from './ollama-api';
import type { OllamaClient } from './ollama-client';
import { PULL_PATH } from './ollama-fault';

/** How a model is pulled. */
export interface PullOptions extends CallOptions {
  /** Also from a registry without TLS, named as `http://host:port/namespace/model`. Default: false. */
  readonly insecure?: boolean;
}

/** Above this, somebody has to say yes. */
const LARGE_BYTES = 500_000_000;

/**
 * Downloads a model into Ollama, with progress in bytes. The size comes out while it is on its way: when more than
 * 500 MB are missing, the download ends there, `confirm` is asked, and with a yes it goes on where it was.
 * @throws `MC_MODEL_NOT_FOUND`, `MC_WEIGHTS_UNAVAILABLE`, `MC_WEIGHTS_INVALID`, `MC_DISK_FULL`,
 *   `MC_CONFIRMATION_NEEDED`.
 */
export async function pullModel(client: OllamaClient, model: string, options: PullOptions): Promise<void> {
  const size = await pull(client, model, options, LARGE_BYTES);
  if (size === undefined) return;
  await requireConfirmation(options, {
    text: `Download ${(size / 1e9).toFixed(1)} GB for ${model}?`,
    sizeBytes: size,
  });
  await pull(client, model, options, Infinity);
}

/** Resolves to the size as soon as more than `most` bytes are missing, and to nothing when the model is there. */
async function pull(
  client: OllamaClient,
  model: string,
  { insecure, onProgress, signal, timeoutMs = 0 }: PullOptions,
  most: number,
): Promise<number | undefined> {
  const files = new PulledFiles();
  const request = { path: PULL_PATH, json: { model, insecure } };
  const { lines } = await client.lines<PullLine>(request, { signal, timeoutMs });
  for await (const line of lines) {
    client.check(line, request);
    files.add(line);
    if (files.missing > most) return files.missing;
    onProgress?.({ phase: 'download', message: `${model}: ${line.status ?? 'pulling'}`, ...files.progress });
    if (line.status === 'success') return undefined;
  }
  throw client.unfinished(PULL_PATH);
}

interface PulledFile {
  readonly total: number;
  readonly completed: number;
  /** What was there before. */
  readonly found: number;
}

/** Adds up what is said of the files of a model: each is named when its turn has come. */
class PulledFiles {
  readonly #files = new Map<string, PulledFile>();

  add({ digest, total, completed = 0 }: PullLine): void {
    if (digest === undefined || total === undefined) return;
    const found = this.#files.get(digest)?.found ?? completed;
    this.#files.set(digest, { total, completed, found });
  }

  /** Bytes that had to be downloaded, as far as is known. */
  get missing(): number {
    return this.#sum(({ total, found }) => total - found);
  }

  get progress() {
    if (this.#files.size === 0) return {};
    return {
      completed: this.#sum(({ completed }) => completed),
      total: this.#sum(({ total }) => total),
      unit: 'bytes',
    };
  }

  #sum(of: (file: PulledFile) => number): number {
    return [...this.#files.values()].reduce((sum, file) => sum + of(file), 0);
  }
}
