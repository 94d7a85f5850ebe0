import { styleText } from 'node:util';
import { cutToWidth, widthOf } from './cut-to-width';
import { escapeControls } from './escape-controls';

/** How text is painted: `dim`, `red`. */
export type Style = Parameters<typeof styleText>[0];

/** A piece of a line that is painted in one way. */
export interface Span {
  readonly text: string;
  readonly style?: Style;
}

/** One line, left to right. */
export type StyledLine = readonly Span[];

/** The line made harmless and cut to so many columns; a piece of which nothing is left goes. */
export function fitLine(line: StyledLine, columns: number): Span[] {
  const fitted: Span[] = [];
  let left = columns;
  for (const { style, text } of line) {
    const harmless = escapeControls(text);
    const shown = cutToWidth(harmless, left);
    if (left > 0) fitted.push({ text: shown, style });
    left = shown === harmless ? left - widthOf(shown) : 0;
  }
  return fitted.filter(({ text }) => text !== '');
}

/** Columns that the line takes. */
export function widthOfLine(line: StyledLine): number {
  return line.reduce((width, { text }) => width + widthOf(text), 0);
}

/** The characters for a stream, with colours where it takes them. */
export function paintLine(line: StyledLine, colors: boolean): string {
  return line
    .map(({ style, text }) =>
      colors && style !== undefined ? styleText(style, text, { validateStream: false }) : text,
    )
    .join('');
}
