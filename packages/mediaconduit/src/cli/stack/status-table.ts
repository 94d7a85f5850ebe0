import type { ServiceStatus, StackStatus } from '@mediaconduit/runtime/supervision';
import { widthOf } from '../cut-to-width';
import { escapeControls } from '../escape-controls';
import type { Style, StyledLine } from '../styled-line';
import { wrapWords } from '../wrap-words';
import { describeSpan } from './describe-span';
import { addressOf, describeReason, styleOfState } from './service-words';

const HEADINGS = ['SERVICE', 'STATE', 'UPTIME', 'RESTARTS', 'ADDRESS', 'NEEDS'];
const STATE = 1;
const GAP = '  ';

/** A stack for people: a line about it, a table of its services, and why one of them is not simply ready. */
export function stackLines(stack: StackStatus, width: number): StyledLine[] {
  const { services } = stack;
  const cells = services.map(cellsOf);
  const widths = HEADINGS.map((heading, column) =>
    Math.max(heading.length, ...cells.map((row) => widthOf(row[column] ?? ''))),
  );
  const rows = services.flatMap((service, index) => [
    ...rowLines(cells[index] ?? [], { widths, width, service }),
    ...reasonLines(service, width),
  ]);
  const all = joined(HEADINGS, widths).trimEnd();
  const fitting = widthOf(all) <= width ? all : joined(HEADINGS.slice(0, -1), widths).trimEnd();
  const headings: StyledLine = [{ text: fitting, style: 'dim' }];
  return [headLine(stack), ...rejectedLines(stack, width), ...(services.length > 0 ? [headings, ...rows] : [])];
}

function headLine({ configuration, features, file, name }: StackStatus): StyledLine {
  const switched = Object.entries(features).map(([feature, isOn]) => (isOn ? feature : `-${feature}`));
  const more = [file, `configuration ${configuration}`, ...switched].join(' · ');
  return [
    { text: name, style: 'bold' },
    { text: `${GAP}${more}`, style: 'dim' },
  ];
}

function rejectedLines({ configuration, rejected }: StackStatus, width: number): StyledLine[] {
  if (!rejected) return [];
  const [first] = String(rejected['detail']).split('\n'); // there is a line for each fault
  const said = `the stack file was changed and cannot be used, so configuration ${configuration} runs on: ${first}`;
  return wrapped(said, width).map((text) => [{ text, style: 'red' }]);
}

function cellsOf(service: ServiceStatus): string[] {
  const { dependsOn, name, restarts, state, uptimeMs } = service;
  const uptime = uptimeMs > 0 ? describeSpan(uptimeMs) : '';
  return [name, state, uptime, String(restarts), addressOf(service), dependsOn.join(', ')].map(escapeControls);
}

interface RowLayout {
  readonly widths: readonly number[];
  /** Of the terminal. */
  readonly width: number;
  readonly service: ServiceStatus;
}

/** What has no room in the last column stands below. */
function rowLines(cells: readonly string[], { service, width, widths }: RowLayout): StyledLine[] {
  const needs = cells.at(-1) ?? '';
  const before = joined(cells.slice(0, STATE), widths);
  const state = (cells[STATE] ?? '').padEnd(widths[STATE] ?? 0);
  const after = joined(cells.slice(STATE + 1, -1), widths.slice(STATE + 1));
  const fits = needs === '' || widthOf([before, state, after, needs].join(GAP)) <= width;
  const row: StyledLine = [
    { text: `${before}${GAP}` },
    { text: state, style: styleOfState(service.state) },
    { text: `${GAP}${after}${GAP}${fits ? needs : ''}`.trimEnd() },
  ];
  return fits ? [row] : [row, ...belowLines(`needs ${needs}`, 'dim', width)];
}

function reasonLines(service: ServiceStatus, width: number): StyledLine[] {
  const reason = describeReason(service);
  return reason === undefined ? [] : belowLines(reason, styleOfState(service.state), width);
}

function belowLines(text: string, style: Style, width: number): StyledLine[] {
  return wrapped(`  └ ${text}`, width, 4).map((line) => [{ text: line, style }]);
}

function wrapped(text: string, width: number, indent = 2): string[] {
  return wrapWords(escapeControls(text), width, indent).split('\n');
}

function joined(cells: readonly string[], widths: readonly number[]): string {
  return cells.map((cell, column) => cell + ' '.repeat(Math.max(0, (widths[column] ?? 0) - widthOf(cell)))).join(GAP);
}
