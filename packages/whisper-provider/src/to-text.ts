import { Text, type CallTiming, type SpokenWord } from '@mediaconduit/sdk';
import type { SegmentLine, TranscriptLine } from './whisper-api';

/** One stretch of speech, as `metadata.segments` and the events of a stream have it. */
export interface SpokenSegment {
  readonly text: string;
  readonly startMs: number;
  readonly endMs: number;
  /** From 0 to 1. */
  readonly confidence?: number;
  readonly words?: readonly SpokenWord[];
}

/** A segment in the words of the SDK. */
export function toSegment({ text, start, end, confidence, words }: SegmentLine): SpokenSegment {
  const times = { startMs: toMs(start), endMs: toMs(end) };
  const rest = confidence === undefined ? {} : { confidence };
  if (!words) return { text: text.trim(), ...times, ...rest };
  return { text: text.trim(), ...times, ...rest, words: words.map(toWord) };
}

/** What was said: in `content` in the format that was asked for, in the metadata with its times. */
export function toText(line: TranscriptLine, format: string, timing: CallTiming): Text {
  const segments = line.segments.map(toSegment);
  const words = segments.flatMap((segment) => segment.words ?? []);
  const text = new Text(line.content, line.language ?? undefined, line.confidence ?? undefined, {
    format,
    duration: line.duration,
    segments,
    ...(words.length > 0 && { words }),
    ...(format !== 'text' && { text: line.text }),
    ...(typeof line.language_probability === 'number' && { languageProbability: line.language_probability }),
    processingTimeMs: line.compute_ms,
    modelLoadMs: line.load_ms,
  });
  text.timing = ownTiming(line, timing);
  return text;
}

/** The first line comes before the work begins: what the service measured says more than when it came. */
function ownTiming(line: TranscriptLine, { startMs, computeMs, transferMs }: CallTiming): CallTiming {
  const queueMs = line.queue_ms;
  const rest = computeMs + transferMs - queueMs - line.compute_ms;
  return { queueMs, startMs, computeMs: line.compute_ms, transferMs: Math.max(0, rest) };
}

function toWord({ word, start, end, probability }: NonNullable<SegmentLine['words']>[number]): SpokenWord {
  const rest = probability === undefined ? {} : { confidence: probability };
  return { text: word.trim(), startMs: toMs(start), endMs: toMs(end), ...rest };
}

function toMs(seconds: number): number {
  return Math.round(seconds * 1000);
}
