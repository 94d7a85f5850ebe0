import type { MediaFacts } from '@mediaconduit/ffmpeg-service/parameters';
import {
  formFileOf,
  mediaOfReply,
  readNdjson,
  serviceFault,
  type BinaryKind,
  type BinaryMedia,
  type CallOptions,
  type CallTiming,
  type Capability,
  type FormFile,
  type MediaByKind,
  type ServiceHandle,
} from '@mediaconduit/sdk';
import { invalidReply, parseProbeReply, parseTaskLine, type OutputReply } from './ffmpeg-api';
import type { InputFile } from './media-input';
import { metadataOfFacts } from './metadata-of-facts';
import { uploadReporter } from './upload-reporter';

/** One piece of work. */
export interface TaskRequest {
  readonly capability: Capability;
  readonly parameters: object;
  readonly files: readonly InputFile[];
}

/** What the service made, before it is fetched. */
export interface TaskOutcome {
  readonly outputs: readonly OutputReply[];
  readonly timing: CallTiming;
}

/** What of a composition the service would make. */
export interface CompositionPreview {
  readonly problems: readonly { readonly path: string; readonly message: string }[];
  /** The text that ffmpeg would get; empty when nothing is to be filtered. Missing when there are problems. */
  readonly filterGraph?: string;
  /** Seconds, when the service can know. */
  readonly seconds?: number;
}

/** Speaks with the ffmpeg service. */
export class FfmpegClient {
  readonly #service: ServiceHandle;

  constructor(service: ServiceHandle) {
    this.#service = service;
  }

  /** Sends files and waits for the result, with reports. Only the caller's own deadline ends it. */
  async runTask({ capability, parameters, files }: TaskRequest, call: CallOptions): Promise<TaskOutcome> {
    const path = `/v1/tasks/${capability}`;
    const form = { parameters: JSON.stringify(parameters), ...(await fileParts(files, call)) };
    const onUpload = uploadReporter(call);
    const { signal, timeoutMs = 0 } = call;
    const startedAt = performance.now();
    const reply = await this.#service.stream({ path, form, signal, timeoutMs, onUpload });
    for await (const value of readNdjson(reply.body, this.#service.serviceId)) {
      const line = parseTaskLine(value);
      if (line.type === 'error') throw serviceFault(this.#service.serviceId, path, { status: line.status, body: line });
      if (line.type === 'result') {
        const { startMs } = reply.timing;
        const queueMs = reply.timing.queueMs + (line.queueMs ?? 0);
        const computeMs = Math.max(0, performance.now() - startedAt - queueMs - startMs);
        return { outputs: line.outputs, timing: { queueMs, startMs, computeMs, transferMs: 0 } };
      }
      const { type: _type, ...progress } = line;
      call.onProgress?.(progress);
    }
    throw invalidReply('an answer without a result');
  }

  /** Fetches one result; once all of it is read, the service has it no longer. */
  async fetchOutput<K extends BinaryKind>(
    kind: K,
    output: OutputReply,
    { timing }: TaskOutcome,
    { signal, timeoutMs = 0 }: CallOptions,
  ): Promise<MediaByKind[K]> {
    const reply = await this.#service.stream({ path: output.url, signal, timeoutMs });
    const { queueMs, startMs, computeMs } = timing;
    // the same object: of a large result the transfer ends when it is read, and is told there
    Object.assign(reply.timing, { queueMs, startMs, computeMs });
    const metadata = { ...metadataOfFacts(output.metadata), fileName: output.fileName };
    return mediaOfReply(kind, reply, { metadata });
  }

  /** What a file is. */
  async probe(media: BinaryMedia, call: CallOptions = {}): Promise<MediaFacts> {
    const { signal, timeoutMs = 0 } = call;
    const form = await fileParts([{ field: 'file', media }], call);
    const reply = await this.#service.request({ path: '/v1/probe', form, signal, timeoutMs });
    return parseProbeReply(reply.json());
  }

  /** What a composition would become, without its files. */
  async preview(composition: object, { signal, timeoutMs }: CallOptions = {}): Promise<CompositionPreview> {
    const path = '/v1/compositions/preview';
    const reply = await this.#service.request({ path, json: { composition }, signal, timeoutMs });
    return reply.json<CompositionPreview>();
  }
}

async function fileParts(files: readonly InputFile[], { signal }: CallOptions): Promise<Record<string, FormFile[]>> {
  const parts: Record<string, FormFile[]> = {};
  try {
    for (const { field, media } of files) (parts[field] ??= []).push(await formFileOf(media, { signal }));
    return parts;
  } catch (error) {
    for (const { content } of Object.values(parts).flat()) if ('destroy' in content) content.destroy();
    throw error;
  }
}
