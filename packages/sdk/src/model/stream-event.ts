import type { Progress } from './model';

/** One spoken word. */
export interface SpokenWord {
  readonly text: string;
  readonly startMs: number;
  readonly endMs: number;
  /** From 0 to 1. */
  readonly confidence?: number;
}

/**
 * Ignore types you do not know: there will be more. A model that tells both deltas and segments says its whole text in
 * the deltas.
 */
export type StreamEvent =
  | { readonly type: 'text-delta'; readonly text: string }
  /** What a model says to itself before it answers. */
  | { readonly type: 'thinking-delta'; readonly text: string }
  | {
      readonly type: 'segment';
      readonly text: string;
      readonly startMs: number;
      readonly endMs: number;
      readonly words?: readonly SpokenWord[];
    }
  | { readonly type: 'bytes'; readonly bytes: Uint8Array }
  | { readonly type: 'progress'; readonly progress: Progress }
  | { readonly type: 'tool-call'; readonly id: string; readonly name: string; readonly arguments: unknown };
