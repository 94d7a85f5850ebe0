import { MediaConduitError, messageOf } from '@mediaconduit/sdk';
import { escapeControls, escapeJson } from './escape-controls';
import { readerGone } from './reader-gone';
import { fitLine, paintLine, widthOfLine, type Style, type StyledLine } from './styled-line';
import { wrapWords } from './wrap-words';

/** A stream of the process; terminals have `isTTY`, `columns` and `rows`. */
export type OutputStream = NodeJS.WritableStream & {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
};

/** How the command talks. */
export interface OutputSettings {
  /** One JSON object on stdout, also for errors. */
  readonly json: boolean;
  /** With `json`: every event on a line of its own, and the result as the last. */
  readonly stream?: boolean;
  /** Only data and errors. */
  readonly quiet: boolean;
  /** Events, facts and causes too. */
  readonly verbose: boolean;
  readonly environment: NodeJS.ProcessEnv;
}

const CLEAR_LINE = '\r\u001b[2K';
const CLEAR_LINE_ABOVE = '\u001b[1A\u001b[2K';

/** The only place that writes to the streams of the process: data to stdout, talk to stderr. */
export class Output {
  readonly settings: OutputSettings;
  readonly #stdout: OutputStream;
  readonly #stderr: OutputStream;
  readonly #colors: boolean;
  readonly #dataColors: boolean;
  /** Columns of each line of progress that is shown. */
  #shown: readonly number[] = [];
  /** The cursor stands behind data or a question, where no line of progress may be drawn. */
  #midLine = false;
  #lost = false;
  #failure: MediaConduitError | undefined;

  /** `onLost` is called once, with why: nobody reads stdout any more (`| head`), or there is no room for it. */
  constructor(
    streams: { stdout: OutputStream; stderr: OutputStream },
    settings: OutputSettings,
    onLost: (reason: MediaConduitError) => void,
  ) {
    this.settings = settings;
    this.#stdout = streams.stdout;
    this.#stderr = streams.stderr;
    this.#colors = wantsColors(streams.stderr, settings.environment);
    this.#dataColors = wantsColors(streams.stdout, settings.environment);
    streams.stdout.on('error', (error: Error & { readonly code?: unknown }) => {
      if (this.#lost) return;
      this.#lost = true;
      this.#failure = noRoom(error);
      onLost(this.#failure ?? readerGone());
    });
    streams.stderr.on('error', () => undefined); // nobody is left to be told
  }

  /** Why not all data was written, where that is a fault. */
  get failure(): MediaConduitError | undefined {
    return this.#failure;
  }

  /** Whether a person would see the bytes of stdout. */
  get isTerminal(): boolean {
    return this.#stdout.isTTY === true;
  }

  /** Columns that data for people may take; without end where no terminal shows them. */
  get width(): number {
    return this.isTerminal ? this.#stdout.columns || 80 : Infinity;
  }

  /** Whether a line of talk can be rewritten in place. */
  get canRewrite(): boolean {
    const { CI, TERM } = this.settings.environment;
    return this.#stderr.isTTY === true && TERM !== 'dumb' && !CI;
  }

  /**
   * Columns that a line of progress may take. Three are left free: a full line wraps, and then it cannot be rewritten;
   * so does one behind which the terminal shows a `^C`.
   */
  get statusWidth(): number {
    return (this.#stderr.columns || 80) - 3;
  }

  /** Data, byte for byte. Waits until the reader has taken it. */
  async data(chunk: string | Uint8Array): Promise<void> {
    this.status(undefined);
    if (this.#lost) return;
    if (this.isTerminal && chunk.length > 0) this.#midLine = !['\n', 10].includes(chunk[chunk.length - 1] ?? '');
    await new Promise<void>((resolve) => this.#stdout.write(chunk, () => resolve()));
  }

  /** Lines of data for people; what stands in them is made harmless. */
  async lines(lines: readonly StyledLine[]): Promise<void> {
    await this.data(lines.map((line) => `${paintLine(fitLine(line, Infinity), this.#dataColors)}\n`).join(''));
  }

  /** An object of `--json`; in a stream of events it is one line. */
  async json(value: unknown): Promise<void> {
    await this.data(`${escapeJson(JSON.stringify(value, undefined, this.settings.stream ? undefined : 2))}\n`);
  }

  /** Whether a person can be asked: what is written to stderr is seen. */
  get canAsk(): boolean {
    return this.#stderr.isTTY === true;
  }

  /** A question, also with `--quiet`; the cursor stays behind it until {@link answered}. */
  ask(question: string): void {
    this.status(undefined);
    this.#endLine();
    this.#stderr.write(this.#painted(escapeControls(question), 'bold'));
    this.#midLine = true;
  }

  /** @param ended whether the person has ended the line. */
  answered(ended: boolean): void {
    if (!ended) this.#endLine();
    this.#midLine = false;
  }

  /** A line of talk; not with `--quiet`. */
  note(line: string, style?: Style): void {
    if (!this.settings.quiet) this.#line(line, style);
  }

  /** A line of talk in several colours; cut where a terminal ends. */
  styledNote(line: StyledLine): void {
    if (this.settings.quiet) return;
    this.status(undefined);
    this.#endLine();
    const columns = this.#stderr.isTTY ? this.statusWidth : Infinity;
    this.#stderr.write(`${paintLine(fitLine(line, columns), this.#colors)}\n`);
  }

  /** A line that is said even with `--quiet`: errors. */
  complain(line: string, style?: Style): void {
    const harmless = escapeControls(line); // also line feeds, so that those are left that are put in here
    const shown = this.#stderr.isTTY ? wrapWords(harmless, this.#stderr.columns || 80, 2) : harmless;
    for (const part of shown.split('\n')) this.#line(part, style);
  }

  /** A line only for `--verbose`. */
  detail(line: string): void {
    if (this.settings.verbose) this.#line(line, 'dim');
  }

  /** Shows or replaces the line of progress; `undefined` removes it. Where lines cannot be rewritten it is a note. */
  status(line: string | undefined): void {
    if (this.settings.quiet) return;
    if (!this.canRewrite) {
      if (line !== undefined) this.#line(line, 'dim');
      return;
    }
    this.block(line === undefined ? [] : [[{ text: line, style: 'dim' }]]);
  }

  /**
   * Shows or replaces lines of progress, as many as the terminal has room for; none removes them. Does nothing with
   * `--quiet`, and where lines cannot be rewritten.
   */
  block(lines: readonly StyledLine[]): void {
    if (this.settings.quiet || !this.canRewrite || this.#midLine) return;
    const shown = this.#fitting(lines).map((line) => fitLine(line, this.statusWidth));
    const text = this.#clearing() + shown.map((line) => paintLine(line, this.#colors)).join('\n');
    this.#shown = shown.map(widthOfLine);
    if (text !== '') this.#stderr.write(text);
  }

  /** Resolves when everything written has left this process. */
  async flush(): Promise<void> {
    this.status(undefined);
    const written = (stream: OutputStream): Promise<void> =>
      new Promise((resolve) => stream.write('', () => resolve()));
    await Promise.all([this.#lost ? undefined : written(this.#stdout), written(this.#stderr)]);
  }

  /** What removes the lines that are shown; a terminal that became narrower has wrapped them. */
  #clearing(): string {
    const columns = this.#stderr.columns || 80;
    const rows = this.#shown.reduce((sum, width) => sum + Math.max(1, Math.ceil(width / columns)), 0);
    return rows === 0 ? '' : CLEAR_LINE + CLEAR_LINE_ABOVE.repeat(rows - 1);
  }

  /** What is scrolled out of the terminal cannot be rewritten. */
  #fitting(lines: readonly StyledLine[]): readonly StyledLine[] {
    const room = Math.max(2, (this.#stderr.rows || 24) - 1);
    if (lines.length <= room) return lines;
    const hidden = lines.length - room + 1;
    return [...lines.slice(0, room - 1), [{ text: `… ${hidden} more lines`, style: 'dim' }]];
  }

  #endLine(): void {
    if (this.#midLine && this.#stderr.isTTY) this.#stderr.write('\n');
    this.#midLine = false;
  }

  #line(line: string, style?: Style): void {
    this.status(undefined);
    this.#endLine();
    this.#stderr.write(`${this.#painted(escapeControls(line), style)}\n`);
  }

  #painted(text: string, style: Style | undefined): string {
    return paintLine([{ text, style }], this.#colors);
  }
}

const NO_ROOM: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** The reader of a file is there as long as the file is. */
function noRoom(error: Error & { readonly code?: unknown }): MediaConduitError | undefined {
  if (!NO_ROOM.has(error.code)) return undefined;
  return new MediaConduitError('MC_FILE_WRITE_FAILED', `Not all of the output could be written: ${messageOf(error)}.`, {
    hint: 'make room where stdout goes to, and call it again',
    facts: { reason: error.code },
    cause: error,
  });
}

/** FORCE_COLOR, then NO_COLOR, then what the stream is. */
function wantsColors(stream: OutputStream, { FORCE_COLOR, NO_COLOR, TERM }: NodeJS.ProcessEnv): boolean {
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  if (NO_COLOR || TERM === 'dumb') return false;
  return stream.isTTY === true;
}
