import type { MediaFacts } from '@mediaconduit/ffmpeg-service/parameters';
import { unexpectedReply, type MediaConduitError } from '@mediaconduit/sdk';

/** A result that waits at the service. */
export interface OutputReply {
  readonly url: string;
  readonly fileName: string;
  readonly contentType: string;
  readonly sizeBytes: number;
  readonly metadata: MediaFacts;
}

/** One line of the answer to a task. */
export type TaskLine =
  | {
      readonly type: 'progress';
      readonly phase: string;
      readonly message: string;
      readonly completed?: number;
      readonly total?: number;
      readonly unit?: string;
      readonly etaMs?: number;
    }
  | {
      readonly type: 'result';
      readonly outputs: readonly OutputReply[];
      /** Waiting for other jobs of the service. */
      readonly queueMs?: number;
      readonly processingTimeMs: number;
    }
  | { readonly type: 'error'; readonly error: string; readonly code?: string; readonly status?: number };

/** @throws `MC_SERVICE_REPLY_INVALID` when the value is no line of the service's contract. */
export function parseTaskLine(value: unknown): TaskLine {
  if (isTaskLine(value)) return value;
  throw invalidReply(value);
}

/** @throws `MC_SERVICE_REPLY_INVALID` unless the value is `{ media: [facts] }`. */
export function parseProbeReply(value: unknown): MediaFacts {
  const [facts] = (value as { media?: readonly unknown[] } | null)?.media ?? [];
  if (isFacts(facts)) return facts;
  throw invalidReply(value);
}

/** The error for an answer that is not what the service's contract says. */
export function invalidReply(reply: unknown): MediaConduitError {
  return unexpectedReply('ffmpeg', { expected: 'what its contract says', reply });
}

function isTaskLine(value: unknown): value is TaskLine {
  const line = value as Partial<Record<string, unknown>> | null | undefined;
  if (line?.['type'] === 'progress') return typeof line['phase'] === 'string' && typeof line['message'] === 'string';
  if (line?.['type'] === 'error') return typeof line['error'] === 'string';
  if (!['number', 'undefined'].includes(typeof line?.['queueMs'])) return false;
  return line?.['type'] === 'result' && Array.isArray(line['outputs']) && line['outputs'].every(isOutput);
}

function isOutput(value: unknown): value is OutputReply {
  const output = value as Partial<OutputReply> | null | undefined;
  return typeof output?.url === 'string' && output.url.startsWith('/outputs/') && isFacts(output.metadata);
}

function isFacts(value: unknown): value is MediaFacts {
  const facts = value as Partial<MediaFacts> | null | undefined;
  return typeof facts?.format === 'string' && typeof facts.sizeBytes === 'number';
}
