import { didYouMean, MediaConduitError } from '@mediaconduit/sdk';

/** `MC_USAGE` for a flag that takes one of a few words, with the nearest of them. */
export function unknownWord(flag: string, word: string, known: readonly string[]): MediaConduitError {
  return new MediaConduitError('MC_USAGE', `${flag} does not know "${word}".`, {
    hint: didYouMean(word, known) ?? `it takes ${known.join(', ')}`,
    facts: { flag, value: word },
  });
}
