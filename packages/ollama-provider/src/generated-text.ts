import { Text, type StreamEvent } from '@mediaconduit/sdk';
import type { OllamaToolCall } from './conversation';
import type { GenerationLine, WireToolCall } from './ollama-api';

const NANOSECONDS_PER_MS = 1e6;

/** Puts together what comes line by line. */
export class GeneratedText {
  #content = '';
  #thinking = '';
  readonly #toolCalls: OllamaToolCall[] = [];
  #last: GenerationLine | undefined;

  /** True when the model said that it has finished. */
  get isWhole(): boolean {
    return this.#last !== undefined;
  }

  /** Takes a line, and tells what is new in it. */
  add(line: GenerationLine): StreamEvent[] {
    const { message, response = message?.content, thinking = message?.thinking } = line;
    const events: StreamEvent[] = [];
    if (thinking) {
      this.#thinking += thinking;
      events.push({ type: 'thinking-delta', text: thinking });
    }
    if (response) {
      this.#content += response;
      events.push({ type: 'text-delta', text: response });
    }
    for (const call of message?.tool_calls ?? []) events.push({ type: 'tool-call', ...this.#addCall(call) });
    if (line.done) this.#last = line;
    return events;
  }

  #addCall({ id, function: called }: WireToolCall): Required<OllamaToolCall> {
    const call = { id: id ?? `call_${this.#toolCalls.length}`, name: called.name, arguments: called.arguments };
    this.#toolCalls.push(call);
    return call;
  }

  /** `metadata` has `json` when that was asked for and the model has finished it. */
  toText(model: string, isJson: boolean): Text {
    const toolCalls = this.#toolCalls.length > 0 ? { toolCalls: this.#toolCalls } : {};
    const thinking = this.#thinking === '' ? {} : { thinking: this.#thinking };
    const json = isJson ? jsonIn(this.#content) : {};
    return new Text(this.#content, undefined, undefined, {
      model,
      ...measuredIn(this.#last ?? {}),
      ...thinking,
      ...toolCalls,
      ...json,
    });
  }
}

function measuredIn(line: GenerationLine) {
  const { eval_count: tokens, eval_duration: evaluated = 0 } = line;
  return {
    doneReason: line.done_reason,
    promptTokens: line.prompt_eval_count,
    tokens,
    tokensPerSecond: tokens !== undefined && evaluated > 0 ? (tokens / evaluated) * 1e9 : undefined,
    totalMs: toMs(line.total_duration),
    loadMs: toMs(line.load_duration),
    promptMs: toMs(line.prompt_eval_duration),
    evalMs: toMs(line.eval_duration),
  };
}

/** Times of Ollama in milliseconds. */
export function toMs(nanoseconds: number | undefined): number | undefined {
  return nanoseconds === undefined ? undefined : nanoseconds / NANOSECONDS_PER_MS;
}

function jsonIn(text: string): { json?: unknown } {
  try {
    return { json: JSON.parse(text) as unknown };
  } catch {
    return {}; // the answer was cut off: doneReason says so
  }
}
