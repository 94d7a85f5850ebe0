import { unexpectedReply } from '@mediaconduit/sdk';
import type { Languages } from './language-code';

/** The options of a transcription, as the service names them. */
export interface TranscriptionParameters {
  readonly model: string;
  readonly task?: string;
  readonly language?: string;
  readonly format?: string;
  readonly word_timestamps?: boolean;
  readonly vad?: boolean;
  readonly prompt?: string;
  readonly hotwords?: string;
  readonly temperature?: number;
  readonly beam_size?: number;
  readonly condition_on_previous_text?: boolean;
  readonly confirm?: boolean;
}

/** One stretch of speech; times in seconds. */
export interface SegmentLine {
  readonly type?: 'segment';
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly confidence?: number;
  readonly words?: readonly {
    readonly word: string;
    readonly start: number;
    readonly end: number;
    readonly probability?: number;
  }[];
}

/** How far the work is. */
export interface ProgressLine {
  readonly type: 'progress';
  readonly phase: string;
  readonly message: string;
  readonly completed?: number;
  readonly total?: number;
  readonly unit?: string;
}

/** The end of a transcription. */
export interface TranscriptLine {
  readonly type: 'result';
  readonly text: string;
  /** The text in the format that was asked for. */
  readonly content: string;
  /** Missing where nothing was said. */
  readonly language?: string | null;
  readonly language_probability?: number | null;
  readonly confidence?: number | null;
  /** Of the sound, in seconds. */
  readonly duration: number;
  readonly segments: readonly SegmentLine[];
  readonly queue_ms: number;
  /** 0 when the model was loaded already. */
  readonly load_ms: number;
  readonly compute_ms: number;
}

/** What the service says of a model. */
export interface ModelEntry {
  readonly id: string;
  readonly description: string;
  readonly downloaded: boolean;
  readonly sizeBytes: number | null;
  /** Whether somebody has to agree before it is downloaded. */
  readonly needsConfirmation: boolean;
}

/** @throws `MC_SERVICE_REPLY_INVALID` when the value is not what the service's contract says. */
export function parseTranscript(value: unknown): TranscriptLine {
  const line = value as Partial<TranscriptLine> | null | undefined;
  const isTranscript =
    typeof line?.text === 'string' &&
    typeof line.content === 'string' &&
    typeof line.duration === 'number' &&
    typeof line.compute_ms === 'number' &&
    Array.isArray(line.segments) &&
    line.segments.every(isSegment);
  return isTranscript ? (line as TranscriptLine) : refuse('a transcript', value);
}

/** @throws `MC_SERVICE_REPLY_INVALID`. */
export function parseSegment(value: unknown): SegmentLine {
  return isSegment(value) ? value : refuse('a segment', value);
}

/** @throws `MC_SERVICE_REPLY_INVALID`. */
export function parseModelEntry(value: unknown): ModelEntry {
  return isModelEntry(value) ? value : refuse('a model', value);
}

/** @throws `MC_SERVICE_REPLY_INVALID`. */
export function parseModelEntries(value: unknown): readonly ModelEntry[] {
  const { models } = (value ?? {}) as { models?: unknown };
  return Array.isArray(models) && models.every(isModelEntry) ? models : refuse('a list of models', value);
}

/**
 * The codes and names of all languages that the service knows.
 * @throws `MC_SERVICE_REPLY_INVALID`.
 */
export function parseLanguages(value: unknown): Languages {
  const { languages } = (value ?? {}) as { languages?: unknown };
  const isList = typeof languages === 'object' && languages !== null && !Array.isArray(languages);
  const isNamed = isList && Object.values(languages).every((name) => typeof name === 'string');
  return isNamed ? (languages as Languages) : refuse('a list of languages', value);
}

function isSegment(value: unknown): value is SegmentLine {
  const { text, start, end, words = [] } = (value ?? {}) as Partial<SegmentLine>;
  const isTimed = typeof start === 'number' && typeof end === 'number';
  return typeof text === 'string' && isTimed && Array.isArray(words) && words.every(isWord);
}

function isWord(value: unknown): boolean {
  const { word, start, end } = (value ?? {}) as { word?: unknown; start?: unknown; end?: unknown };
  return typeof word === 'string' && typeof start === 'number' && typeof end === 'number';
}

function isModelEntry(value: unknown): value is ModelEntry {
  const { id, downloaded } = (value ?? {}) as Partial<ModelEntry>;
  return typeof id === 'string' && typeof downloaded === 'boolean';
}

function refuse(expected: string, reply: unknown): never {
  throw unexpectedReply('whisper', { expected, reply });
}
