import { tableLines } from './table';
import { wrapWords } from './wrap-words';

const EXAMPLES = [
  ['  mediaconduit run cowsay "Hello"', "a provider's first model"],
  ['  mediaconduit run cowsay:cowsay-default --cow tux Hi', 'a model and options'],
  ['  echo Hello | mediaconduit run cowsay > cow.txt', 'from a pipe, to a file'],
  ['  mediaconduit models --capability text-to-text', 'what is installed'],
  ['  mediaconduit doctor', 'what works here'],
];

const EXIT_CODES = [
  '0 ok',
  '1 failure',
  '2 wrong usage',
  '3 not found',
  '4 invalid input, option or configuration',
  '5 engine or service unavailable',
  '6 timeout',
  '7 key missing or refused',
  '8 conflict',
  '9 a check failed (doctor)',
  '129 hang-up',
  '130 Ctrl-C',
  '143 terminated',
];

const STREAMS =
  'Data goes to stdout, everything else to stderr. NO_COLOR, FORCE_COLOR and CI are respected; keys are read from the ' +
  'environment and from .env of the project.';

/** Shown before the list of commands. */
export function examples(width: number): string {
  return `Examples:\n${tableLines(EXAMPLES, width)}`;
}

/** Shown after the list of options. */
export function exitCodes(width: number): string {
  const codes = EXIT_CODES.map((code) => code.replaceAll(' ', '\u00a0')).join('\u00a0· '); // no line breaks within one
  return `\nExit codes:\n${wrapWords(`  ${codes}`, width, 2)}\n\n${wrapWords(STREAMS, width)}\n`;
}

/** Shown before the options of `run`. */
export const RUN_EXAMPLES = `Examples:
  mediaconduit run cowsay "Hello"
  mediaconduit run cowsay --cow dragon --think "Hm"
  mediaconduit run cowsay --option cow=tux --file letter.txt --out cow.txt
  echo Hello | mediaconduit run cowsay --json
  mediaconduit run ffmpeg:video-to-audio film.mp4 --out film.mp3
  mediaconduit run whisper:whisper-small speech.mp3 --out speech.srt
  mediaconduit run ollama:llava --input images=cat.jpg "What is this?"
`;
