import { isMediaConduitError, MediaConduitError } from '@mediaconduit/sdk';
import { dirname } from 'node:path';
import type { Exchange, Recording } from '../exchange/exchange';
import { openNotingServer, type ReceivedRequest } from '../exchange/noting-server';
import { readMedia } from '../exchange/read-media';
import { readRecording } from '../exchange/read-recording';
import { CassetteDeck, type MissedRequest } from './cassette-deck';
import { SecretRemover } from './secret-remover';

/**
 * `replay` answers from the file only; `once` records what is not in it yet; `record` records everything anew.
 */
export type CassetteMode = 'replay' | 'once' | 'record';

/** What is recorded, and where to. */
export interface CassetteOptions {
  /** JSON; media stand in a folder beside it: `speech.media` of `speech.json`. */
  readonly file: string;
  /** Address of the real service, or a function that starts it; only asked for when something is recorded. */
  readonly upstream?: string | (() => string | Promise<string>);
  /** Default: `record` where `MEDIACONDUIT_RECORD` is set, else `replay`. */
  readonly mode?: CassetteMode;
  /** What is recorded, of which version. */
  readonly about?: string;
  /** Values that must not get into the file, besides those of variables and headers that are named like secrets. */
  readonly secrets?: readonly string[];
  /** Takes out what else is not to be kept, or leaves an exchange out by answering `undefined`. */
  readonly redact?: (exchange: Exchange) => Exchange | undefined;
  /** Fails the test at the end when a recording answered nothing, and lets each answer once. */
  readonly strict?: boolean;
  /** Leaves it at the 501 when a request is not recorded, instead of failing the test at the end too. */
  readonly tolerant?: boolean;
  /** Default: that of the process. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** A service that was recorded: `await using cassette = await openCassette({ file, upstream })`. */
export interface Cassette extends AsyncDisposable {
  /** Send requests here, instead of to the service. */
  readonly url: string;
  readonly mode: CassetteMode;
  /** Every request, oldest first. */
  readonly requests: readonly ReceivedRequest[];
  /** Those that got 501 because they are not recorded. */
  readonly missed: readonly MissedRequest[];
  /** The recordings that answered nothing so far. */
  readonly unused: readonly Exchange[];
  /**
   * @throws `MC_EXCHANGE_UNEXPECTED` when requests were missed, `MC_EXCHANGE_UNUSED` when it is strict and recordings were
   *   not used so far.
   */
  verify(): void;
  /** Writes what was recorded, and fails the test as {@link verify} does; in Jest beside what else fails it. */
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * A server on loopback that records a real service once and answers in its place from then on. A request is found by the
 * hash of its method, path and body; of the same ones, each answers once, in order, and the last one for ever. `GET /`,
 * with which a runtime asks whether the service is there, is 200 where it is not recorded, and only `record` records it.
 * @throws `MC_FILE_NOT_FOUND` when there is nothing to replay, `MC_INPUT_INVALID` for what is no recording,
 *   `MC_OPTIONS_INVALID` for recording without `upstream`.
 */
export async function openCassette(options: CassetteOptions): Promise<Cassette> {
  const { environment = process.env, file, secrets } = options;
  const mode = options.mode ?? (environment['MEDIACONDUIT_RECORD'] ? 'record' : 'replay');
  if (mode !== 'replay') requireUpstream(options, mode);
  const { about, exchanges } = await readTape(file, mode);
  const media = await readMedia(exchanges, dirname(file));
  const remover = new SecretRemover(environment, secrets);
  const deck = new CassetteDeck({ about, ...options, mode, exchanges, media, remover });
  const server = await openNotingServer((request) => deck.answerTo(request));
  return {
    url: server.url,
    mode,
    requests: server.requests,
    missed: deck.missed,
    get unused() {
      return deck.unused;
    },
    verify() {
      const problem = deck.findProblem();
      if (problem) throw problem;
    },
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await deck.close();
    },
  };
}

function requireUpstream({ file, upstream }: CassetteOptions, mode: CassetteMode): void {
  if (upstream !== undefined) return;
  throw new MediaConduitError('MC_OPTIONS_INVALID', `${file} cannot be recorded: nobody said of which service.`, {
    hint: 'give upstream, the address of the real service',
    facts: { file, mode },
  });
}

async function readTape(file: string, mode: CassetteMode): Promise<Recording> {
  if (mode === 'record') return { exchanges: [] };
  try {
    return await readRecording(file);
  } catch (error) {
    if (mode === 'once' && isMediaConduitError(error, 'MC_FILE_NOT_FOUND')) return { exchanges: [] };
    throw error;
  }
}
