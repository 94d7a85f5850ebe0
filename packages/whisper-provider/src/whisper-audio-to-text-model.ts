import {
  checkInputSize,
  checkMediaType,
  formFileOf,
  isMedia,
  StreamingModel,
  toMedia,
  type BinaryMedia,
  type InputOf,
  type ModelInfo,
  type ReadOptions,
  type RunContext,
  type StreamEvent,
  type Text,
} from '@mediaconduit/sdk';
import { toSegment, toText } from './to-text';
import { parseSegment, parseTranscript, type TranscriptionParameters, type TranscriptLine } from './whisper-api';
import { isProgress, reportProgress, type TypedLine, type WhisperClient } from './whisper-client';
import { WHISPER_OPTIONS, type WhisperAudioToTextModelOptions } from './whisper-options';

type Options = WhisperAudioToTextModelOptions;

const TOO_LARGE_HINT = 'give the sound alone, compressed, or in several parts';

/** What a whisper model has of its provider. */
export interface WhisperHost {
  /** The id that results name as their maker. */
  readonly provider: string;
  readonly client: WhisperClient;
}

/**
 * Sound, or a video with sound, in; what was said out. A stream has an event `segment` for each stretch of speech, as
 * soon as it is recognised. Without `timeoutMs` a call may last as long as it goes on.
 */
export class WhisperAudioToTextModel extends StreamingModel<'audio-to-text', BinaryMedia, Options> {
  override readonly optionsSchema = WHISPER_OPTIONS;

  constructor(
    info: ModelInfo,
    private readonly host: WhisperHost,
  ) {
    super(info);
  }

  /** A language that does not exist is refused before a service is started. */
  protected override contextOf(
    options: Parameters<StreamingModel<'audio-to-text', BinaryMedia, Options>['transform']>[1],
  ) {
    const context = super.contextOf(options);
    const { language } = context.options;
    if (language !== undefined) this.host.client.checkLanguage(language);
    return context;
  }

  protected override async parseInput(input: InputOf<'audio-to-text'>, options: ReadOptions): Promise<BinaryMedia> {
    const media = soundIn(input);
    await checkMediaType(media, 'audio', options);
    await checkInputSize(media, this.info, { hint: TOO_LARGE_HINT, ...options });
    return media;
  }

  protected override async *runStream(
    media: BinaryMedia,
    { options, call }: RunContext<Options>,
  ): AsyncGenerator<StreamEvent, Text, void> {
    const { client, provider } = this.host;
    const { format = 'text' } = options;
    const language = await client.languageCode(options.language, call);
    await client.ensureWeights(this.id, call);
    const file = await formFileOf(media, { signal: call.signal });
    const { lines, reply } = await client.transcribe(toParameters(this.id, { ...options, language }), file, call);
    let transcript: TranscriptLine | undefined;
    for await (const line of lines) {
      if (isProgress(line)) reportProgress(line, call);
      if (line.type === 'segment') yield segmentEvent(line);
      if (line.type === 'result') transcript = parseTranscript(line);
    }
    if (!transcript) throw client.cutOff();
    const text = toText(transcript, format, reply.timing);
    text.sourceAsset = media;
    text.lineage = { provider, model: this.id, options, inputs: [media] };
    return text;
  }
}

/** A video is as good as its sound. */
function soundIn(input: unknown): BinaryMedia {
  if (isMedia(input, 'video')) return input;
  if (Array.isArray(input) && input.length === 1) return soundIn(input[0]);
  const named = isNamed(input) ? (input['audio'] ?? input['video']) : undefined;
  return named === undefined ? toMedia('audio', input) : soundIn(named);
}

function isNamed(input: unknown): input is Readonly<Record<string, unknown>> {
  return typeof input === 'object' && input !== null && Object.getPrototypeOf(input) === Object.prototype;
}

function segmentEvent(line: TypedLine): StreamEvent {
  return { type: 'segment', ...toSegment(parseSegment(line)) };
}

function toParameters(model: string, options: Partial<Options>): TranscriptionParameters {
  return {
    model,
    task: options.task,
    language: options.language,
    format: options.format,
    word_timestamps: options.wordTimestamps,
    vad: options.vad,
    prompt: options.prompt,
    hotwords: options.hotwords,
    temperature: options.temperature,
    beam_size: options.beamSize,
    condition_on_previous_text: options.conditionOnPreviousText,
  };
}
