import { fault, type HttpError } from '@mediaconduit/service-kit';

/**
 * Filters that work on nothing but the frames they get: none of them reads a file, opens an address, or keeps a whole
 * film in memory.
 */
const ALLOWED: ReadonlySet<string> = new Set([
  ...[
    'acompressor',
    'acrossfade',
    'adelay',
    'aecho',
    'afade',
    'aformat',
    'alimiter',
    'amerge',
    'amix',
    'anull',
    'apad',
  ],
  ...['aresample', 'asetpts', 'asettb', 'asplit', 'atempo', 'atrim', 'bass', 'blend', 'boxblur', 'chromakey'],
  ...['colorbalance', 'colorchannelmixer', 'colorkey', 'concat', 'crop', 'drawbox', 'dynaudnorm', 'equalizer'],
  ...[
    'eq',
    'fade',
    'format',
    'fps',
    'gblur',
    'hflip',
    'highpass',
    'hstack',
    'hue',
    'loudnorm',
    'lowpass',
    'negate',
    'null',
  ],
  ...['overlay', 'pad', 'pan', 'rotate', 'scale', 'setdar', 'setpts', 'setsar', 'settb', 'silenceremove', 'split'],
  ...['transpose', 'treble', 'trim', 'unsharp', 'vflip', 'vignette', 'volume', 'vstack', 'xfade', 'xstack'],
]);

/** Options of these names read or write files in some version of ffmpeg. */
const FILE_OPTION = /(?:^|_)(?:file|filename|path|psfile|model|print|stats)(?:_|$)/;

const MAX_LENGTH = 20_000;
const LABEL = /\[[a-zA-Z0-9_:]{1,40}\]/y;
const NAME = /[a-z0-9_]{1,40}/y;
/** Numbers, words, the signs of expressions, and quoted text without backslashes. */
const ARGUMENT = /(?:[a-zA-Z0-9_.+\-*/()<>|#@ ]|'[a-zA-Z0-9_.+\-*/()<>|#@ ,:=]*')+/y;

/**
 * Checks a filter graph that a caller wrote, and answers the labels that nothing in it takes up.
 * @throws `invalid-options` for anything that is not plainly a graph of allowed filters.
 */
export function parseFilterGraph(text: string): Set<string> {
  if (text.length > MAX_LENGTH) throw refused(`it is longer than ${MAX_LENGTH} characters`);
  const reader = new GraphReader(text);
  const open = new Set<string>();
  do {
    const sources = reader.labels();
    do reader.filter();
    while (reader.take(','));
    for (const label of sources) open.delete(label);
    for (const label of reader.labels()) open.add(label);
  } while (reader.take(';'));
  reader.requireEnd();
  return open;
}

class GraphReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
    this.#space();
  }

  labels(): string[] {
    const labels: string[] = [];
    for (let label = this.#match(LABEL); label !== undefined; label = this.#match(LABEL))
      labels.push(label.slice(1, -1));
    return labels;
  }

  filter(): void {
    const name = this.#match(NAME) ?? this.#fail('a filter is expected');
    if (!ALLOWED.has(name)) throw refused(`the filter ${JSON.stringify(name)} is not allowed`);
    if (!this.take('=')) return;
    do this.#option(name);
    while (this.take(':'));
  }

  take(sign: string): boolean {
    if (this.#text[this.#at] !== sign) return false;
    this.#at += 1;
    this.#space();
    return true;
  }

  requireEnd(): void {
    if (this.#at < this.#text.length) this.#fail('this is not understood');
  }

  #option(filter: string): void {
    const first = this.#match(ARGUMENT) ?? this.#fail('a value is expected');
    if (!this.take('=')) return this.#requireHarmless(filter, '', first);
    // pan writes its channels with further signs: pan=stereo|c0=c0+c1
    do this.#requireHarmless(filter, first.trim(), this.#match(ARGUMENT) ?? this.#fail('a value is expected'));
    while (this.take('='));
  }

  /** A newer ffmpeg reads the value of `/name` from a file. */
  #requireHarmless(filter: string, name: string, value: string): void {
    const isFile = FILE_OPTION.test(name) && !(filter === 'loudnorm' && name === 'print_format');
    const isPath = value.trim().startsWith('/') || /(?:^|\/)\.\.(?:\/|$)/.test(value);
    if (isFile || isPath || name.startsWith('/')) {
      throw refused(`the option ${JSON.stringify(name || value)} of ${filter} is not allowed`);
    }
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found === undefined) return undefined;
    this.#at += found.length;
    this.#space();
    return found;
  }

  #space(): void {
    while (/\s/.test(this.#text[this.#at] ?? '')) this.#at += 1;
  }

  #fail(why: string): never {
    throw refused(`${why} at ${JSON.stringify(this.#text.slice(this.#at, this.#at + 20))}`);
  }
}

function refused(why: string): HttpError {
  return fault('invalid-options', `the filter graph is not taken: ${why}`, {
    hint: 'use POST /v1/tasks/video-to-video with a composition instead',
  });
}
