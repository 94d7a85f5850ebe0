import { MediaConduitError } from '@mediaconduit/sdk';

/** Between these lines stands what is generated. */
export const BEGIN = '<!-- mediaconduit:begin -->';

/** See {@link BEGIN}. */
export const END = '<!-- mediaconduit:end -->';

/** Where the section of a README stands, in bytes of the file: from behind the line {@link BEGIN} to before {@link END}. */
export interface SectionPlace {
  readonly start: number;
  readonly end: number;
  /** How lines of the file end. */
  readonly lineEnd: '\n' | '\r\n';
}

/** Of UTF-8, byte by byte. */
const BYTE_ORDER_MARK = /^\u00ef\u00bb\u00bf/;

interface Line {
  readonly text: string;
  readonly number: number;
  readonly start: number;
  readonly end: number;
  readonly lineEnd: '\n' | '\r\n';
}

/**
 * Finds the two lines. Code blocks may show them.
 * @param readme whatever its encoding: only bytes of ASCII are looked at.
 * @throws `MC_README_INVALID` unless there is one pair in its order.
 */
export function findSection(readme: Buffer, file: string): SectionPlace {
  const lines = linesOf(readme.toString('latin1'));
  const [begins, ends] = markersIn(lines);
  const [begin, end] = [begins[0], ends[0]];
  if (!begin || !end) throw missing(file, begin ? END : ends.length > 0 ? BEGIN : undefined);
  if (begins.length > 1 || ends.length > 1) throw unclear(file, 'more than once', [...begins, ...ends]);
  if (end.start < begin.start) throw unclear(file, 'in the wrong order', [end, begin]);
  return { start: begin.end, end: end.start, lineEnd: begin.lineEnd };
}

/** The same file with another section; everything else stays byte for byte. */
export function withSection(readme: Buffer, { end, lineEnd, start }: SectionPlace, section: string): Buffer {
  const text = `${section}\n`.replaceAll('\n', lineEnd);
  return Buffer.concat([readme.subarray(0, start), Buffer.from(text), readme.subarray(end)]);
}

function linesOf(file: string): Line[] {
  const lines: Line[] = [];
  for (let start = 0; start < file.length;) {
    const feed = file.indexOf('\n', start);
    const end = feed < 0 ? file.length : feed + 1;
    const line = file.slice(start, end);
    const lineEnd = line.endsWith('\r\n') ? '\r\n' : '\n';
    const text = (start === 0 ? line.replace(BYTE_ORDER_MARK, '') : line).trim();
    lines.push({ text, number: lines.length + 1, start, end, lineEnd });
    start = end;
  }
  return lines;
}

/** What a section holds cannot hide its end. */
function markersIn(lines: readonly Line[]): readonly [begins: Line[], ends: Line[]] {
  const [begins, ends]: [Line[], Line[]] = [[], []];
  let fence: string | undefined;
  for (const line of lines) {
    const isInside = begins.length > ends.length;
    const mark = isInside ? undefined : /^(`{3,}|~{3,})/.exec(line.text)?.[1];
    if (isInside) fence = undefined;
    else if (fence === undefined) fence = mark;
    else if (mark?.startsWith(fence) && line.text === mark) fence = undefined;
    if (fence !== undefined) continue;
    if (line.text === BEGIN) begins.push(line);
    if (line.text === END) ends.push(line);
  }
  return [begins, ends];
}

function missing(file: string, marker: string | undefined): MediaConduitError {
  const lines = marker === undefined ? [BEGIN, END] : [marker];
  const message = marker === undefined ? 'says nowhere where the section is to stand' : `has no line ${marker}`;
  return new MediaConduitError('MC_README_INVALID', `${file} ${message}.`, {
    hint: `put ${marker === undefined ? 'these two lines' : 'this line'} where the section ${marker === END ? 'ends' : 'is to stand'}:\n${lines.join('\n')}`,
    facts: { file, lines },
  });
}

function unclear(file: string, how: string, lines: readonly Line[]): MediaConduitError {
  const places = lines.map(({ number, text }) => ({ line: number, text })).sort((a, b) => a.line - b.line);
  const listed = places.map(({ line, text }) => `line ${line}: ${text}`).join(', ');
  return new MediaConduitError('MC_README_INVALID', `${file} says ${how} where the section stands: ${listed}.`, {
    hint: `keep one line ${BEGIN} and one line ${END} below it`,
    facts: { file, places },
  });
}
