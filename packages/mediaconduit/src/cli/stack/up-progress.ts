import type { ServiceStatus, StackLine, StackStatus } from '@mediaconduit/runtime/supervision';
import { SYSTEM_CLOCK, type Clock, type ClockTimer } from '@mediaconduit/sdk';
import type { Output } from '../output';
import { describeTime } from '../describe-time';
import { changeLine } from './change-line';
import { startLine, type StartRow } from './start-line';
import { isUnderWay } from './service-words';

/** The lines are drawn so often, in ms. */
const REDRAW_MS = 100;

/** What is remembered of one service. */
type Row = { -readonly [Key in keyof StartRow]: StartRow[Key] } & { begunAtMs: number; seenAtMs: number };

/** Shows how the services of a stack start: a live line for each in a terminal, elsewhere a line per change. */
export class UpProgress implements Disposable {
  readonly #output: Output;
  readonly #clock: Clock;
  readonly #rows = new Map<string, Row>();
  readonly #told = new Set<string>();
  #timer: ClockTimer | undefined;
  #frame = 0;

  constructor(output: Output, clock: Clock = SYSTEM_CLOCK) {
    this.#output = output;
    this.#clock = clock;
  }

  /** What goes on already, and is no change. */
  know({ services }: StackStatus): void {
    const current = services.filter(({ state }) => isUnderWay(state));
    for (const status of current) this.#takeState(status);
    if (current.length > 0 && this.#output.canRewrite) this.#timer ??= this.#draw();
  }

  take(line: StackLine): void {
    if (line.type === 'rejected') return; // what becomes of the whole says so
    if (line.type === 'state') this.#takeState(line.status);
    if (line.type === 'progress') this.#rowOf(line.service).message = line.message;
    if (!this.#output.canRewrite) this.#tell(line);
    else if (line.type === 'state' || line.type === 'progress') this.#timer ??= this.#draw();
    else this.#output.detail(changeLine(line));
  }

  /** Replaces the live lines by those that stay, one for each service of the stack. */
  end({ services }: StackStatus): void {
    this[Symbol.dispose]();
    if (!this.#output.canRewrite) return;
    const nameWidth = Math.max(0, ...services.map(({ name }) => name.length));
    for (const status of services) {
      const { took } = this.#rows.get(status.name) ?? {};
      this.#output.styledNote(startLine({ name: status.name, status, took }, { nameWidth }));
    }
  }

  /** Removes the live lines. */
  [Symbol.dispose](): void {
    this.#clock.clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#output.block([]);
  }

  #takeState(status: ServiceStatus): void {
    const row = this.#rowOf(status.name);
    const wasUnderWay = row.status === undefined || isUnderWay(row.status.state);
    if (row.status?.state !== status.state) row.message = undefined;
    Object.assign(row, { status, seenAtMs: this.#clock.now() });
    if (isUnderWay(status.state)) {
      if (!wasUnderWay) row.begunAtMs = this.#clock.now();
      row.took = undefined;
    } else row.took ??= this.#clock.now() - row.begunAtMs;
  }

  #rowOf(name: string): Row {
    const now = this.#clock.now();
    const row = this.#rows.get(name) ?? { name, begunAtMs: now, seenAtMs: now };
    this.#rows.set(name, row);
    return row;
  }

  /** Steps that differ in their numbers only are said once. */
  #tell(line: StackLine): void {
    const said = changeLine(line);
    const kind = line.type === 'progress' ? said.replaceAll(/\d+/g, '') : '';
    if (this.#told.has(kind)) return;
    if (kind !== '') this.#told.add(kind);
    const took = line.type === 'state' && line.status.state === 'ready' ? this.#rowOf(line.service).took : undefined;
    this.#output.note(took === undefined ? said : `${said} after ${describeTime(took)}`, 'dim');
  }

  #draw(): ClockTimer {
    const rows = [...this.#rows.values()];
    const nameWidth = Math.max(0, ...rows.map(({ name }) => name.length));
    const now = this.#clock.now();
    const frame = this.#frame++;
    this.#output.block(rows.map((row) => startLine(atTime(row, now), { nameWidth, frame })));
    this.#timer = this.#clock.setTimeout(() => this.#draw(), REDRAW_MS);
    this.#timer.unref();
    return this.#timer;
  }
}

/** The row with what has changed since it was told: only the time. */
function atTime(row: Row, now: number): StartRow {
  const { begunAtMs, seenAtMs, status, took } = row;
  const leftMs = status?.nextTryInMs === undefined ? undefined : Math.max(0, status.nextTryInMs - (now - seenAtMs));
  return { ...row, took: took ?? now - begunAtMs, status: status && { ...status, nextTryInMs: leftMs } };
}
