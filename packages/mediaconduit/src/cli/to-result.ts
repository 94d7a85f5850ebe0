import { isMedia, Json, Text, type Media } from '@mediaconduit/sdk';

/** Names under which models of the original core answer a text in a plain object. */
const TEXTS = ['text', 'content', 'result', 'output'] as const;

/** What a model has answered as a media value: models of the original core answer whatever they like. */
export function toResult(answer: unknown, givesText: boolean): Media {
  if (isMedia(answer)) return answer;
  if (typeof answer === 'string') return new Text(answer);
  const found = givesText ? textIn(answer) : undefined;
  return found === undefined ? new Json(answer ?? null) : new Text(found);
}

function textIn(answer: unknown): string | undefined {
  if (typeof answer !== 'object' || answer === null) return undefined;
  const values = answer as Readonly<Record<string, unknown>>;
  return TEXTS.map((name) => values[name]).find((value) => typeof value === 'string');
}
