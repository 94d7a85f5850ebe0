import type { ConformanceReport, QualityLevel, RuleResult } from './conformance-suite';
import type { Output } from './output';
import type { Style, StyledLine } from './styled-line';
import { wrapWords } from './wrap-words';

/** Whether a package is as good as it is to be. */
export interface Standing {
  readonly ok: boolean;
  /** The next level, and the rules that are between. */
  readonly next?: { readonly level: QualityLevel; readonly missing: readonly string[] };
}

/** Nothing may be broken; with a wanted level, that must be reached. */
export function standing(
  { level, results }: ConformanceReport,
  levels: readonly QualityLevel[],
  wanted: QualityLevel | undefined,
): Standing {
  const rank = level === undefined ? -1 : levels.indexOf(level);
  const next = levels[rank + 1];
  const isOpen = ({ outcome }: RuleResult): boolean => outcome === 'fail' || outcome === 'not-run';
  const missing = results.filter((one) => one.level === next && isOpen(one)).map(({ id }) => id);
  const isReached = wanted === undefined || rank >= levels.indexOf(wanted);
  const ok = isReached && results.every(({ outcome }) => outcome !== 'fail');
  return next === undefined ? { ok } : { ok, next: { level: next, missing } };
}

const SIGNS: Readonly<Record<RuleResult['outcome'], { readonly text: string; readonly style: Style }>> = {
  pass: { text: '✓', style: 'green' },
  fail: { text: '✗', style: 'red' },
  'not-applicable': { text: '–', style: 'dim' },
  'not-run': { text: '?', style: 'yellow' },
};

const INDENT = 6;

/** A line for each rule, with what is to be done about those that are not kept, and the level as the last one. */
export function conformanceLines(
  report: ConformanceReport,
  reached: Standing,
  { width }: Pick<Output, 'width'>,
): StyledLine[] {
  const lines = report.results.flatMap((result) => linesOf(result, width));
  return [...lines, [], ...summary(report, reached)];
}

function linesOf({ details, docs, id, level, next, outcome, title }: RuleResult, width: number): StyledLine[] {
  const head: StyledLine = [SIGNS[outcome], { text: ` ${id}  ${level.padEnd(8)}  ${title}` }];
  if (outcome === 'pass') return [head];
  const [first = ''] = details;
  if (outcome === 'not-applicable') return [[...head, { text: `: ${first}`, style: 'dim' }]];
  const rest = [...details, ...(next === undefined ? [] : [`next: ${next}`]), ...(outcome === 'fail' ? [docs] : [])];
  const words = outcome === 'not-run' ? 'not checked: ' : '';
  return [head, ...rest.flatMap((text, at) => indented(`${at === 0 ? words : ''}${text}`, width))];
}

function indented(text: string, width: number): StyledLine[] {
  const wrapped = wrapWords(' '.repeat(INDENT) + text, width, INDENT);
  return wrapped.split('\n').map((line) => [{ text: line }]);
}

function summary({ isComplete, level, name, results, version }: ConformanceReport, { next }: Standing): StyledLine[] {
  const count = (outcome: RuleResult['outcome']): number => results.filter((one) => one.outcome === outcome).length;
  const counts = `${count('pass')} kept, ${count('fail')} broken, ${count('not-run')} not checked, ${count('not-applicable')} do not apply`;
  const title = version === undefined ? name : `${name} ${version}`;
  if (!isComplete) return [[{ text: `${title}: ${counts}` }]];
  const head: StyledLine = [{ text: `${title}: ${level ?? 'below bronze'}`, style: 'bold' }];
  const goal = next && next.missing.length > 0 ? [[{ text: `for ${next.level}: ${next.missing.join(', ')}` }]] : [];
  return [head, [{ text: counts }], ...goal];
}
