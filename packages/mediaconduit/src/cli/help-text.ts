import { tableLines } from './table';
import { wrapWords } from './wrap-words';

const EXAMPLES = [
  ['  mediaconduit run cowsay "Hello"', "a provider's first model"],
  ['  mediaconduit run cowsay:cowsay-default --cow tux Hi', 'a model and options'],
  ['  echo Hello | mediaconduit run cowsay > cow.txt', 'from a pipe, to a file'],
  ['  mediaconduit models --capability text-to-text', 'what is installed'],
  ['  mediaconduit up --wait', 'the services of mediaconduit.yml'],
  ['  mediaconduit status --watch', 'how they are, live'],
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
  '9 a check failed (doctor, conformance, matrix, migrate)',
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

const COMMAND_EXAMPLES = {
  up: [
    ['  mediaconduit up', 'all services of mediaconduit.yml'],
    ['  mediaconduit up --wait', 'until all are ready'],
    ['  mediaconduit up gpu --no-search', 'with one feature, without another'],
    ['  mediaconduit up --only web', 'one service and what it needs'],
  ],
  down: [
    ['  mediaconduit down', 'what belongs to this project'],
    ['  mediaconduit down --all', 'everything, and the supervisor'],
    ['  mediaconduit down --volumes redis-data', 'also the data of a volume'],
  ],
  status: [
    ['  mediaconduit status', 'a table'],
    ['  mediaconduit status --watch', 'live'],
    ['  mediaconduit status --verbose', 'with a report of each failure'],
    ['  mediaconduit status --watch --json', 'a line of JSON per change'],
  ],
  logs: [
    ['  mediaconduit logs', 'the last lines of all services'],
    ['  mediaconduit logs redis web --follow', 'of two, as they come'],
    ['  mediaconduit logs web --lines 200', 'more of one'],
  ],
  plan: [
    ['  mediaconduit plan github:owner/repository', 'before it is added'],
    ['  mediaconduit plan', 'mediaconduit.yml, mediaconduit.lock and what is installed'],
    ['  mediaconduit plan --json', 'for a review by a program'],
  ],
  why: [
    ['  mediaconduit why axios', 'a package that something depends on'],
    ['  mediaconduit why whisper-service', 'a service, by its id'],
  ],
  add: [
    ['  mediaconduit add github:owner/repository', 'what its main branch is now'],
    ['  mediaconduit add github:owner/repository@v1', 'a tag or branch'],
    ['  mediaconduit add @scope/name@^1', 'a package of an npm registry'],
  ],
  update: [
    ['  mediaconduit update', 'everything in mediaconduit.lock'],
    ['  mediaconduit update cow', 'one, by its id or identifier'],
    ['  mediaconduit update --min-release-age 3d', 'nothing that is younger'],
  ],
  install: [
    ['  mediaconduit install', 'as mediaconduit.lock says, and nothing else'],
    ['  mediaconduit install --from mediaconduit-bundle.tar', 'without a network'],
  ],
  bundle: [
    ['  mediaconduit bundle', 'all that mediaconduit.lock names'],
    ['  mediaconduit bundle cowsay --out cow.tar', 'one provider, with its service'],
    ['  mediaconduit bundle --images', 'with what Docker needs to run the services'],
  ],
  migrate: [
    ['  mediaconduit migrate ./old --dry-run', 'a diff, and what is left to do'],
    ['  mediaconduit migrate ./old', 'do it, and load the result'],
  ],
  restart: [['  mediaconduit restart web', 'also one that was given up']],
  config: [
    ['  mediaconduit config validate', 'mediaconduit.yml of the project'],
    ['  mediaconduit config explain redis', 'each value and who said it'],
    ['  mediaconduit config diff', 'the file and what runs'],
  ],
  conformance: [
    ['  mediaconduit conformance .', 'without Docker, keys or network'],
    ['  mediaconduit conformance . --docker --badge badge.svg', 'all of it, with a badge'],
    ['  mediaconduit conformance . --level gold', 'for CI: fails below gold'],
    ['  mediaconduit conformance . --rule MC-P23', 'one rule, while it is mended'],
  ],
  matrix: [
    ['  mediaconduit matrix', 'this provider, or those that are installed'],
    ['  mediaconduit matrix . --core latest --core next', 'before the next version is out'],
    ['  mediaconduit matrix @acme/shout-provider@^2 --markdown', 'a package, as a page'],
  ],
  readme: [
    ['  mediaconduit readme', 'of the provider in this folder, once it is built'],
    ['  mediaconduit readme --check', 'for CI: fails when it is out of date'],
  ],
  state: [
    ['  mediaconduit state export shop.tar', 'configuration, and what runs'],
    ['  mediaconduit state export shop.tar --data', 'with the data of named volumes'],
    ['  mediaconduit state import shop.tar', 'the same again, here'],
  ],
} as const;

/** Shown before the options of a command. */
export function commandExamples(command: keyof typeof COMMAND_EXAMPLES, width: number): string {
  return `Examples:\n${tableLines(COMMAND_EXAMPLES[command], width)}`;
}
