import {
  MediaConduitError,
  readNdjson,
  requireConfirmation,
  serviceFault,
  type CallOptions,
  type FormFile,
  type ServiceHandle,
  type ServiceRequest,
  type ServiceStreamReply,
} from '@mediaconduit/sdk';
import { INSTALLED_LANGUAGES, languageCode, type Languages } from './language-code';
import {
  parseLanguages,
  parseModelEntries,
  parseModelEntry,
  type ModelEntry,
  type ProgressLine,
  type TranscriptionParameters,
} from './whisper-api';

const TASK_PATH = '/v1/tasks/audio-to-text';

/** A line of an answer; those of other types are to be passed over. */
export interface TypedLine {
  readonly type: string;
}

/** What the whisper service can be asked for. */
export class WhisperClient {
  /** Models whose weights were there, and the start of the service that said so. */
  readonly #ready = new Map<string, number>();
  #languages: { readonly generation: number; readonly list: Languages } | undefined;

  constructor(private readonly service: ServiceHandle) {}

  /** All models that the service has or can download. */
  async models(): Promise<readonly ModelEntry[]> {
    return parseModelEntries((await this.service.request({ path: '/models' })).json());
  }

  /**
   * Refuses a language that does not exist before the service is started for it. After its start its own list counts.
   * @throws `MC_OPTIONS_INVALID`.
   */
  checkLanguage(language: string): void {
    if (this.service.generation === 0) languageCode(language, INSTALLED_LANGUAGES);
  }

  /**
   * The code that the service has for a language; `undefined` where it is to listen for it.
   * @throws `MC_OPTIONS_INVALID`.
   */
  async languageCode(language: string | undefined, { signal, timeoutMs }: CallOptions): Promise<string | undefined> {
    if (language === undefined) return undefined;
    const { service } = this;
    if (!this.#languages || this.#languages.generation !== service.generation) {
      const list = parseLanguages((await service.request({ path: '/models', signal, timeoutMs })).json());
      this.#languages = { generation: service.generation, list };
    }
    return languageCode(language, this.#languages.list);
  }

  /**
   * Makes sure that the weights of a model are there, before a large file is on its way. Above 500 MB it asks first.
   * @throws `MC_MODEL_NOT_FOUND`, `MC_CONFIRMATION_NEEDED`, `MC_WEIGHTS_UNAVAILABLE`, `MC_WEIGHTS_INVALID`, `MC_DISK_FULL`.
   */
  async ensureWeights(model: string, call: CallOptions): Promise<void> {
    const { service } = this;
    if (this.#ready.get(model) === service.generation && service.generation > 0) return;
    const path = `/models/${encodePath(model)}`;
    const { signal, timeoutMs } = call;
    const entry = parseModelEntry((await service.request({ path, signal, timeoutMs })).json());
    if (!entry.downloaded) await this.#download(path, entry, call);
    this.#ready.set(model, service.generation);
  }

  /** The lines of a transcription as they come; leaving the loop over them ends the work in the service. */
  async transcribe(
    parameters: TranscriptionParameters,
    file: FormFile,
    { signal, timeoutMs = 0, onProgress }: CallOptions,
  ): Promise<{ readonly lines: AsyncGenerator<TypedLine, void, void>; readonly reply: ServiceStreamReply }> {
    const message = `sending the ${file.contentType?.startsWith('video/') ? 'video' : 'sound'}`;
    return this.#lines({
      path: TASK_PATH,
      form: { parameters: JSON.stringify(parameters), file },
      onUpload: (completed, total) => onProgress?.({ phase: 'upload', message, completed, total, unit: 'bytes' }),
      signal,
      timeoutMs,
    });
  }

  async #download(path: string, { id, needsConfirmation, sizeBytes }: ModelEntry, call: CallOptions): Promise<void> {
    if (needsConfirmation) {
      const size = sizeBytes ?? undefined;
      const gigabytes = size === undefined ? 'much' : `${(size / 1e9).toFixed(1)} GB`;
      await requireConfirmation(call, { text: `Download ${gigabytes} for ${id}?`, sizeBytes: size });
    }
    const { signal, timeoutMs = 0 } = call;
    const { lines } = await this.#lines({ method: 'POST', path: `${path}?confirm=true`, signal, timeoutMs });
    let isThere = false;
    for await (const line of lines) {
      if (isProgress(line)) reportProgress(line, call);
      isThere = line.type === 'result';
    }
    if (!isThere) throw this.cutOff();
  }

  /** A refusal is thrown now, a failure in the middle while the lines are read. */
  async #lines(request: ServiceRequest) {
    const reply = await this.service.stream(request);
    return { lines: this.#checked(readNdjson<TypedLine>(reply.body, this.service.serviceId), request.path), reply };
  }

  async *#checked(lines: AsyncGenerator<TypedLine, void, void>, path: string): AsyncGenerator<TypedLine, void, void> {
    for await (const line of lines) {
      if (line.type === 'error') {
        const { status } = line as { status?: number };
        throw serviceFault(this.service.serviceId, path, { status, body: line });
      }
      yield line;
    }
  }

  /** The error for an answer without its last line. */
  cutOff(): MediaConduitError {
    const { serviceId } = this.service;
    return new MediaConduitError('MC_SERVICE_REPLY_INVALID', `The service "${serviceId}" ended its answer early.`, {
      hint: `look at what the service wrote: mediaconduit services logs ${serviceId}`,
      facts: { service: serviceId },
    });
  }
}

/** Whether a line says how far the work is. */
export function isProgress(line: TypedLine): line is ProgressLine {
  return line.type === 'progress';
}

/** Hands the progress of the service on. */
export function reportProgress(
  { phase, message, completed, total, unit }: ProgressLine,
  { onProgress }: CallOptions,
): void {
  onProgress?.({ phase, message, completed, total, unit });
}

/** A local folder is a path, whose slashes stay. */
function encodePath(model: string): string {
  return model.split('/').map(encodeURIComponent).join('/');
}
