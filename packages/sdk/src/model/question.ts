import { MediaConduitError } from '../error/mediaconduit-error';
import type { CallOptions } from './model';

/** What a person has to agree to. */
export interface Question {
  /** One sentence with a question mark: `Download 3.1 GB for whisper-large-v3?` */
  readonly text: string;
  /** What would be downloaded. */
  readonly sizeBytes?: number;
}

/** @throws `MC_CONFIRMATION_NEEDED` unless the caller's `confirm` says yes. */
export async function requireConfirmation({ confirm }: CallOptions, question: Question): Promise<void> {
  if (confirm && (await confirm(question))) return;
  const answer = confirm ? 'the answer was no' : 'nobody was there to say yes';
  throw new MediaConduitError('MC_CONFIRMATION_NEEDED', `${question.text} It was not done: ${answer}.`, {
    hint: 'give --yes on the command line, or the option confirm: () => true in a program',
    facts: { question: question.text, sizeBytes: question.sizeBytes },
  });
}
