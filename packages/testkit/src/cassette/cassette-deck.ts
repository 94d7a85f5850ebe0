import { MediaConduitError } from '@mediaconduit/sdk';
import type { ServerResponse } from 'node:http';
import { basename } from 'node:path';
import type { Exchange, RecordedRequest } from '../exchange/exchange';
import { forwardRequest, type PassedReply } from '../exchange/forward-request';
import type { MediaFile } from '../exchange/media-in-json';
import type { Answer, ReceivedRequest } from '../exchange/noting-server';
import { notRecorded, recordedAnswer } from '../exchange/recorded-answer';
import { toRecordedRequest } from '../exchange/to-recorded-request';
import { toRecordedResponse } from '../exchange/to-recorded-response';
import { mediaFolderOf, writeRecording } from '../exchange/write-recording';
import { failRunningTest } from '../report/fail-running-test';
import type { CassetteMode, CassetteOptions } from './cassette';
import { findNearest, type NearestRequest } from './nearest-request';
import { requestKey } from './request-key';
import type { SecretRemover } from './secret-remover';

/** A request that is not recorded. */
export interface MissedRequest {
  readonly method: string;
  /** Without secrets. */
  readonly path: string;
  readonly reason: string;
  /** `undefined` when nothing is recorded. */
  readonly nearest?: NearestRequest;
}

/** A cassette with what was read of it. */
export interface DeckOptions extends CassetteOptions {
  readonly mode: CassetteMode;
  readonly exchanges: readonly Exchange[];
  readonly media: ReadonlyMap<Exchange, Buffer>;
  readonly remover: SecretRemover;
}

interface Passed {
  readonly received: ReceivedRequest;
  readonly reply: PassedReply;
}

interface Recorded {
  readonly exchange: Exchange;
  readonly media?: MediaFile;
}

const SHOWN_DIFFERENCES = 5;

/** Answers from a cassette and records on it. */
export class CassetteDeck {
  readonly missed: MissedRequest[] = [];
  readonly #options: DeckOptions;
  readonly #byKey = new Map<string, Exchange[]>();
  readonly #used = new Set<Exchange>();
  /** In the order in which the requests came; `undefined` for one that got no reply. */
  readonly #passed: Promise<Passed | undefined>[] = [];
  #isClosed = false;

  constructor(options: DeckOptions) {
    this.#options = options;
    for (const exchange of options.exchanges) {
      const key = requestKey(exchange.request);
      this.#byKey.set(key, [...(this.#byKey.get(key) ?? []), exchange]);
    }
  }

  get unused(): readonly Exchange[] {
    return this.#options.exchanges.filter((exchange) => !this.#used.has(exchange));
  }

  async answerTo(received: ReceivedRequest): Promise<Answer | undefined> {
    const { media, mode } = this.#options;
    const request = await this.#withoutSecrets(received);
    const fitting = this.#byKey.get(requestKey(request)) ?? [];
    const exchange = this.#take(fitting);
    if (exchange) return recordedAnswer(exchange.response, media.get(exchange));
    const isProbe = received.method === 'GET' && received.path === '/';
    if (isProbe && mode !== 'record') return undefined;
    if (mode === 'replay' || fitting.length > 0) return this.#miss(request, fitting.length > 0);
    return { send: (response) => this.#pass(received, response) };
  }

  /** Writes what is new, and says what is wrong. Once: closing twice is harmless. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.#save();
    const problem = this.findProblem();
    if (problem && !(this.#options.tolerant && this.missed.length > 0)) failRunningTest(problem);
  }

  /** What was missed, or not used though it is strict. */
  findProblem(): MediaConduitError | undefined {
    const { file, strict } = this.#options;
    const [missed] = this.missed;
    if (missed) {
      const { method, path, reason } = missed;
      return new MediaConduitError('MC_EXCHANGE_UNEXPECTED', `${file} has no reply to ${method} ${path}: ${reason}.`, {
        hint: 'record it with MEDIACONDUIT_RECORD=1, or with mode "once"',
        facts: { file, missed: this.missed },
      });
    }
    const unused = this.unused.map(({ request }) => `${request.method} ${request.path}`);
    if (!strict || unused.length === 0) return undefined;
    return new MediaConduitError('MC_EXCHANGE_UNUSED', `${file} holds what nobody asked for: ${unused.join(', ')}.`, {
      hint: 'record it anew with MEDIACONDUIT_RECORD=1',
      facts: { file, unused },
    });
  }

  async #withoutSecrets({ bytes, headers, method, path }: ReceivedRequest): Promise<RecordedRequest> {
    const { remover } = this.#options;
    remover.noteHeaders(headers);
    const asked = { method, path: remover.fromPath(path) };
    return remover.fromRequest(await toRecordedRequest(asked, remover.fromBytes(bytes), headers['content-type'] ?? ''));
  }

  #take(fitting: readonly Exchange[]): Exchange | undefined {
    const last = this.#options.strict ? undefined : fitting.at(-1);
    const next = fitting.find((exchange) => !this.#used.has(exchange)) ?? last;
    if (next) this.#used.add(next);
    return next;
  }

  #miss(request: RecordedRequest, isUsedUp: boolean): Answer {
    const { method, path } = request;
    const nearest = findNearest(
      request,
      this.#options.exchanges.map((exchange) => exchange.request),
    );
    const reason = isUsedUp ? 'every recording of it was used already (strict)' : reasonOf(nearest);
    this.missed.push({ method, path, reason, nearest });
    return notRecorded(request, reason);
  }

  async #pass(received: ReceivedRequest, response: ServerResponse): Promise<void> {
    const { upstream = '' } = this.#options;
    const passed = (async (): Promise<Passed | undefined> => {
      const address = typeof upstream === 'string' ? upstream : await upstream();
      const reply = await forwardRequest(address, received, response);
      return reply && { received, reply };
    })();
    this.#passed.push(passed.catch(() => undefined));
    await passed;
  }

  async #save(): Promise<void> {
    const { about, exchanges, file } = this.#options;
    const passed = (await Promise.all(this.#passed)).flatMap((one) => one ?? []);
    // not before all requests have come: what is secret in a later one may stand in the reply to an earlier one
    const recorded = (await Promise.all(passed.map((one) => this.#toRecorded(one)))).flatMap((one) => one ?? []);
    if (recorded.length === 0) return;
    const media = recorded.flatMap((one) => (one.media && one.exchange.response.file ? one.media : []));
    await writeRecording(
      file,
      { about, exchanges: [...exchanges, ...recorded.map(({ exchange }) => exchange)] },
      media,
    );
  }

  async #toRecorded({ received, reply }: Passed): Promise<Recorded | undefined> {
    const { file, redact = (exchange) => exchange, remover } = this.#options;
    const request = await this.#withoutSecrets(received);
    const { bytes, ended, headers, status } = reply;
    const { media, response } = toRecordedResponse(status, remover.fromHeaders(headers), remover.fromBytes(bytes));
    const place = media && `${basename(mediaFolderOf(file))}/${media.name}`;
    const broken = ended === 'whole' ? undefined : ended;
    const exchange = redact({ request, response: { ...response, file: place, broken } });
    return exchange && { exchange, media };
  }
}

function reasonOf(nearest: NearestRequest | undefined): string {
  if (!nearest) return 'nothing is recorded';
  const { differences, request } = nearest;
  const more = differences.length - SHOWN_DIFFERENCES;
  const shown = [...differences.slice(0, SHOWN_DIFFERENCES), ...(more > 0 ? [`and ${more} more`] : [])];
  return `the nearest, ${request.method} ${request.path}, differs: ${shown.join('; ')}`;
}
