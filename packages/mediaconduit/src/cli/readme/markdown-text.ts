import { escapeControls } from '../escape-controls';
import { shortText } from '../short-text';

/** What Markdown, HTML within it, or the formulas of GitHub would act on. An underscore within a word does nothing. */
const ACTING = /[\\`*[\]<>~$]|&(?=#?\w+;)|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu;

/** Words of others as one line of Markdown that shows them and does nothing else. */
export function proseOf(text: string): string {
  return plainLine(text).replace(ACTING, '\\$&');
}

/** The same with an end, so that another sentence can follow; nothing stays nothing. */
export function sentenceOf(text: string): string {
  const words = proseOf(text);
  return words === '' || /[.!?…]$/.test(words) ? words : `${words}.`;
}

/** Words of others as code within a line; as JSON where nobody would see what they are. */
export function codeOf(text: string): string {
  const line = plainLine(text);
  const shown = line === text && text !== '' ? text : plainLine(JSON.stringify(text));
  if (shown.includes('\\|')) return `<code>${asEntities(shown)}</code>`; // no other code within a table can say that
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const gap = /^`|`$/.test(shown) ? ' ' : '';
  return `${fence}${gap}${shown}${gap}${fence}`;
}

function asEntities(text: string): string {
  return text.replace(/[^\p{L}\p{N} ]/gu, (character) => `&#${character.codePointAt(0)};`);
}

/** One line without anything that acts on a terminal, or breaks a line; much of it is cut. */
export function plainLine(text: string): string {
  const line = escapeControls(shortText(text.replace(/\s+/g, ' ').trim()));
  return Buffer.from(line).toString(); // halves of characters cannot be written
}
