import { MediaConduitError } from '@mediaconduit/sdk';
import type { CowsayTextToTextModelOptions } from './cowsay-options';

/** Body of `POST /transform`. */
export interface TransformRequest {
  readonly text: string;
  readonly options: CowsayTextToTextModelOptions;
}

/** What the service answers to it. */
export interface TransformReply {
  readonly result: string;
  /** Seconds. */
  readonly processing_time: number;
  readonly metadata: { readonly cow: string };
}

/** @throws `MC_SERVICE_REPLY_INVALID` when the value is not what the service's contract says. */
export function parseTransformReply(value: unknown): TransformReply {
  if (isTransformReply(value)) return value;
  throw new MediaConduitError(
    'MC_SERVICE_REPLY_INVALID',
    'The cowsay service answered something else than a drawing.',
    {
      hint: 'is the service that the provider was configured with a cowsay service of this version?',
      facts: { reply: JSON.stringify(value)?.slice(0, 500) },
    },
  );
}

function isTransformReply(value: unknown): value is TransformReply {
  const reply = value as Partial<TransformReply> | null | undefined;
  return (
    typeof reply?.result === 'string' &&
    typeof reply.processing_time === 'number' &&
    typeof reply.metadata?.cow === 'string'
  );
}
