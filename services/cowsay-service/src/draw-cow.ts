import type { IOptions } from 'cowsay';
import { COW_MODES, type CowMode } from './cow-modes';
import { COW_NAMES, RANDOM_COW } from './cow-names';
import { DEFAULT_WRAP } from './transform-schema';
import { wrapText } from './wrap-text';

/** How the cow looks; every field has a default. */
export interface CowOptions {
  /** One of the cows, or `random`. */
  readonly cow?: string;
  /** Two characters. */
  readonly eyes?: string;
  /** One or two characters. */
  readonly tongue?: string;
  /** Columns; 0 = as the text is. */
  readonly wrap?: number;
  readonly think?: boolean;
  /** Wins over eyes and tongue. */
  readonly mode?: CowMode;
}

/** A drawing and the cow in it. */
export interface Drawing {
  readonly text: string;
  readonly cow: string;
}

/** Draws a cow with a balloon. `random` gives numbers from 0 up to 1. */
export function drawCow(text: string, options: CowOptions = {}, random: () => number = Math.random): Drawing {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded with the first drawing, not at the start
  const { say, think } = require('cowsay') as typeof import('cowsay');
  const cow = options.cow === RANDOM_COW ? pick(COW_NAMES, random) : (options.cow ?? 'default');
  const draw = options.think ? think : say;
  return { cow, text: draw({ ...balloon(text, options.wrap ?? DEFAULT_WRAP), ...face(options), f: cow }) };
}

/** `W`, which the package's types lack, cuts the words that are longer than a line. */
function balloon(text: string, columns: number): { text: string; W?: number } {
  return columns === 0 ? { text } : { text: wrapText(text, columns), W: columns };
}

function face({ mode, eyes, tongue }: CowOptions): Partial<IOptions> {
  return mode === undefined ? { e: eyes, T: tongue?.padEnd(2) } : { [COW_MODES[mode]]: true };
}

function pick(names: readonly string[], random: () => number): string {
  return names[Math.floor(random() * names.length)] ?? 'default';
}
