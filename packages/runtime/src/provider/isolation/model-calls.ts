import type { CallOptions, ModelOptions } from '@mediaconduit/sdk';
import type { ModelCallInput } from './isolation-messages';
import type { IsolationLimits } from './isolation-limits';
import type { SlotCall } from './provider-slot';

/** What a caller of a model may give. */
export type ModelCallOptions = ModelOptions & CallOptions;

/** Makes a call of the provider. */
export type CallSlot = (call: SlotCall) => Promise<unknown>;

type Confirm = NonNullable<CallOptions['confirm']>;

/** What models of one provider share: the way to its process, and the questions that are open. */
export class ModelCalls {
  readonly #questions = new Map<number, Confirm>();
  #next = 0;

  constructor(
    readonly callSlot: CallSlot,
    readonly limits: IsolationLimits,
  ) {}

  /** One call of a method; `signal` and callbacks of the options stay here. */
  async call(
    wire: 'model' | 'stream',
    call: Pick<ModelCallInput, 'model' | 'method' | 'input'>,
    options: ModelCallOptions = {},
    more: Pick<SlotCall, 'onStart' | 'onNote'> = {},
  ): Promise<unknown> {
    const { signal, onProgress, confirm, ...own } = options;
    const { timeoutMs = this.limits.callTimeoutMs } = own;
    const question = confirm && this.#ask(confirm);
    const input: ModelCallInput = {
      ...call,
      options: Object.keys(options).length === 0 ? undefined : own,
      has: { signal: signal !== undefined || timeoutMs > 0, onProgress: onProgress !== undefined, question },
    };
    const onNote: SlotCall['onNote'] = (name, value) =>
      name === 'progress' ? tell(onProgress, value) : more.onNote?.(name, value);
    try {
      return await this.callSlot({ ...more, method: wire, input, signal, timeoutMs, onNote });
    } finally {
      if (question !== undefined) this.#questions.delete(question);
    }
  }

  /** Asks the caller of a model what its provider wants to know. */
  async answer(question: number, asked: unknown): Promise<boolean> {
    const confirm = this.#questions.get(question);
    const { text, sizeBytes } = (asked ?? {}) as Record<string, unknown>;
    const known = { text: String(text), sizeBytes: typeof sizeBytes === 'number' ? sizeBytes : undefined };
    return confirm !== undefined && (await confirm(known)) === true;
  }

  #ask(confirm: Confirm): number {
    const question = this.#next++;
    this.#questions.set(question, confirm);
    return question;
  }
}

/** A listener that throws is a fault of the caller, and none of the process. */
function tell(onProgress: CallOptions['onProgress'], value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  try {
    onProgress?.(value as Parameters<NonNullable<CallOptions['onProgress']>>[0]);
  } catch {
    // as a listener of an event that nobody awaits
  }
}
