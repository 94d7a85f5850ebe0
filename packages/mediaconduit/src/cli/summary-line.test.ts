import { summaryLine } from './summary-line';

const started = {
  name: 's',
  engine: 'process',
  baseUrl: 'http://127.0.0.1:41234',
  generation: 1,
  adopted: false,
  durationMs: 40,
} as const;
const timing = { queueMs: 0, startMs: 41.2, computeMs: 1.4, transferMs: 0.2 };

describe('summaryLine', () => {
  it.each([
    [started, timing, 'process engine · 127.0.0.1:41234 · start 41 ms, answer 2 ms'],
    [{ ...started, adopted: true }, timing, 'process engine · 127.0.0.1:41234 · found running in 41 ms, answer 2 ms'],
    [started, { ...timing, startMs: 61_000 }, 'process engine · 127.0.0.1:41234 · start 1 min 1 s, answer 2 ms'],
    [started, undefined, 'process engine · 127.0.0.1:41234 · start 40 ms, answer 1.5 s'],
    [undefined, undefined, 'answer 1.5 s'],
  ])('case %#', (service, times, line) => expect(summaryLine(service, times, 1540)).toBe(line));
});
