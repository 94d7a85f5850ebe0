import type { PackedError } from './pack-error';
import type { PackedValue } from './packed-value';

/** What the two processes tell each other. Numbers of calls are those of the caller. */
export type WireMessage =
  | { readonly type: 'call'; readonly call: number; readonly method: string; readonly input: PackedValue }
  | { readonly type: 'result'; readonly call: number; readonly output: PackedValue }
  | { readonly type: 'failure'; readonly call: number; readonly error: PackedError }
  | { readonly type: 'abort'; readonly call: number; readonly reason: PackedError }
  /** Something that happened during a call, from the one who is called. */
  | { readonly type: 'note'; readonly call: number; readonly name: string; readonly value: PackedValue }
  /** The caller takes so many notes more of those that are counted. */
  | { readonly type: 'take'; readonly call: number; readonly count: number }
  | { readonly type: 'tell'; readonly name: string; readonly value: PackedValue }
  | { readonly type: 'credit'; readonly stream: number; readonly bytes: number }
  | { readonly type: 'stop'; readonly stream: number }
  | { readonly type: 'open'; readonly stream: number; readonly loan: number }
  | { readonly type: 'forget'; readonly loan: number };

type Shape = Readonly<Record<string, 'number' | 'string' | 'object'>>;

const SHAPES: Readonly<Record<WireMessage['type'], Shape>> = {
  call: { call: 'number', method: 'string', input: 'object' },
  result: { call: 'number', output: 'object' },
  failure: { call: 'number', error: 'object' },
  abort: { call: 'number', reason: 'object' },
  note: { call: 'number', name: 'string', value: 'object' },
  take: { call: 'number', count: 'number' },
  tell: { name: 'string', value: 'object' },
  credit: { stream: 'number', bytes: 'number' },
  stop: { stream: 'number' },
  open: { stream: 'number', loan: 'number' },
  forget: { loan: 'number' },
};

/** The message, when it is one; `undefined` for anything else. */
export function parseMessage(value: unknown): WireMessage | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const message = value as Record<string, unknown>;
  const { type } = message;
  if (typeof type !== 'string' || !Object.hasOwn(SHAPES, type)) return undefined;
  const shape = SHAPES[type as WireMessage['type']];
  const fits = Object.entries(shape).every(
    ([name, kind]) => typeof message[name] === kind && message[name] !== null && !isOdd(message[name]),
  );
  return fits ? (value as WireMessage) : undefined;
}

function isOdd(value: unknown): boolean {
  return typeof value === 'number' && !(Number.isSafeInteger(value) && value >= 0);
}
