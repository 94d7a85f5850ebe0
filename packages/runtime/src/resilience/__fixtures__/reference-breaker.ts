// The same circuit breaker, written to be read instead of to be fast: it keeps every call, and counts anew each time.
export type ReferenceCall = { probe: boolean; epoch: number; at: number; deadline: number; ended: boolean };
export class ReferenceBreaker {
  counters = { total: 0, successful: 0, failed: 0, ignored: 0, rejected: 0, slow: 0, stateChanges: 0 };
  state = 'closed';
  #now = 0;
  #calls: ReferenceCall[] = [];
  #log: { at: number; verdict: string }[] = [];
  #numbers = { epoch: 0, openings: 0, succeeded: 0, until: Infinity, openedAt: 0 };
  constructor(readonly random: () => number) {}
  begin(timeoutMs: number): ReferenceCall | undefined {
    this.counters.total++;
    if (this.state === 'open' && this.#now >= this.#numbers.until) this.enter('half-open');
    const rejected = this.state === 'open' || (this.state === 'half-open' && this.#isFull());
    this.counters.rejected += Number(rejected);
    const [probe, { epoch }] = [this.state === 'half-open', this.#numbers];
    const deadline = this.#now + Math.min(timeoutMs || 10_000, 10_000);
    this.#calls.push({ probe, epoch, at: this.#now, deadline, ended: rejected });
    return rejected ? undefined : this.#calls.at(-1);
  }
  end(call: ReferenceCall, verdict: string): void {
    if (call.ended) return;
    call.ended = true;
    this.counters[verdict === 'success' ? 'successful' : verdict === 'ignored' ? 'ignored' : 'failed']++;
    if (this.#now - call.at >= 60_000) this.counters.slow++;
    if (call.epoch !== this.#numbers.epoch || verdict === 'ignored') return;
    if (!call.probe) this.#log.push({ at: this.#now, verdict });
    const fiveLost = this.#log.slice(-5).filter((entry) => entry.verdict === 'connection-failure').length === 5;
    const tooMany = this.#inWindow().length >= 10 && this.metrics().failureRatio >= 0.5;
    if (fiveLost || tooMany || (call.probe && verdict !== 'success')) this.enter('open', this.#now + this.#openTime());
    else if (call.probe && ++this.#numbers.succeeded === 3) this.enter('closed');
  }
  wait(ms: number): void {
    const [end, hung] = [this.#now + ms, this.#probes()[0]];
    this.#now = Math.min(end, hung?.deadline ?? end);
    if (hung && hung.deadline <= end) this.end(hung, 'failure');
    if (this.#now < end) this.wait(end - this.#now);
  }
  enter(state: string, until = Infinity): void {
    if (this.state === 'closed') this.#numbers.openedAt = this.#now;
    if (this.state !== state) this.counters.stateChanges++;
    if (state === 'closed') this.#numbers.openings = 0;
    Object.assign(this.#numbers, { until, succeeded: 0, epoch: this.#numbers.epoch + 1 });
    [this.state, this.#log] = [state, []];
  }
  metrics() {
    const seen = this.#inWindow();
    const failureRatio = seen.filter(({ verdict }) => verdict !== 'success').length / (seen.length || 1);
    return { state: this.state, ...this.counters, failureRatio, openedForMs: this.#since() };
  }
  nextProbeMs(): number | undefined {
    if (this.state === 'half-open') return this.#isFull() ? this.#probes()[0]!.deadline - this.#now : 0;
    return this.#numbers.until === Infinity ? undefined : Math.max(0, this.#numbers.until - this.#now);
  }
  #openTime = () => ([5000, 10_000, 20_000, 40_000][this.#numbers.openings++] ?? 60_000) * (0.8 + 0.4 * this.random());
  #since = () => (this.state === 'closed' ? 0 : this.#now - this.#numbers.openedAt);
  #isFull = () => this.#probes().length + this.#numbers.succeeded >= 3;
  #running = () => this.#calls.filter((call) => call.probe && !call.ended && call.epoch === this.#numbers.epoch);
  #probes = () => this.#running().sort((a, b) => a.deadline - b.deadline);
  #inWindow = () => this.#log.filter(({ at }) => Math.floor(at / 3000) > Math.floor(this.#now / 3000) - 10);
}
