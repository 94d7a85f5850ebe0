import { didYouMean, MediaConduitError } from '@mediaconduit/sdk';

const OFF = '--no-';

/** What the words of `up` switch: `gpu` on, `--no-search` off. @throws `MC_USAGE` */
export function readSwitches(words: readonly string[], ownFlags: readonly string[]): Record<string, boolean> {
  const switches = new Map<string, boolean>();
  for (const word of words) {
    const isOff = word.startsWith(OFF) && word.length > OFF.length;
    if (word.startsWith('-') && !isOff) throw unknownFlag(word, ownFlags);
    const feature = isOff ? word.slice(OFF.length) : word;
    if (switches.get(feature) === isOff) throw contradiction(feature);
    switches.set(feature, !isOff);
  }
  return Object.fromEntries(switches);
}

function contradiction(feature: string): MediaConduitError {
  return new MediaConduitError('MC_USAGE', `The feature ${feature} is to be on and off.`, {
    hint: `give either ${feature} or ${OFF}${feature}`,
    facts: { feature },
  });
}

function unknownFlag(word: string, ownFlags: readonly string[]): MediaConduitError {
  return new MediaConduitError('MC_USAGE', `Unknown option "${word}".`, {
    hint: didYouMean(word, ownFlags) ?? 'mediaconduit up --help; a feature is switched off with --no-<feature>',
    facts: { option: word },
  });
}
