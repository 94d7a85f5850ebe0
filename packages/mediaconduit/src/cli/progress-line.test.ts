import { createManualClock } from '@mediaconduit/testkit';
import { FakeStream } from './__fixtures__/fake-terminal';
import { Output } from './output';
import { ProgressLine } from './progress-line';

const CLEAR = '\r\u001b[2K';

function show({ isTTY, quiet = false }: { isTTY: boolean; quiet?: boolean }) {
  const stderr = new FakeStream(isTTY, 80);
  const settings = { json: false, quiet, verbose: false, environment: { NO_COLOR: '1' } };
  const output = new Output({ stdout: new FakeStream(false), stderr }, settings, () => undefined);
  const clock = createManualClock();
  return { clock, output, stderr, line: new ProgressLine(output, clock) };
}

const upload = (completed: number) =>
  ({ phase: 'upload', message: 'Sending', completed, total: 100_000_000, unit: 'bytes' }) as const;

describe('ProgressLine', () => {
  it('rewrites one line, ten times a second at most', async () => {
    const { clock, line, stderr } = show({ isTTY: true });
    line.show(upload(0));
    for (const completed of [1e6, 2e6, 3e6]) line.show(upload(completed));
    expect(stderr.text).toBe('Sending · 0 % · 0 B of 100 MB');
    await clock.advance(100);
    expect(stderr.text.split(CLEAR).slice(1)).toEqual(['Sending · 3 % · 3.00 MB of 100 MB']);
    await clock.advance(100);
    line.show(upload(50e6));
    expect(stderr.text.split(CLEAR).at(-1)).toBe('Sending · 50 % · 50.0 MB of 100 MB');
  });

  it('shows a new phase at once, and the time that goes by without news', async () => {
    const { clock, line, stderr } = show({ isTTY: true });
    line.show(upload(1));
    line.show({ phase: 'compute', message: 'Encoding' });
    expect(stderr.text.split(CLEAR).at(-1)).toBe('Encoding');
    await clock.advance(2000);
    expect(stderr.text.split(CLEAR).at(-1)).toBe('Encoding · 2.0 s');
  });

  it('leaves neither line nor timer, and shows nothing afterwards', async () => {
    const { clock, line, stderr } = show({ isTTY: true });
    line.show(upload(1));
    line[Symbol.dispose]();
    line.show(upload(2));
    expect([clock.pending, stderr.text.endsWith(CLEAR)]).toEqual([0, true]);
  });

  it('writes one line for each phase where no line can be rewritten', () => {
    const { clock, line, stderr } = show({ isTTY: false });
    for (const completed of [0, 50e6, 100e6]) line.show(upload(completed));
    line.show({ phase: 'compute', message: 'Encoding' });
    line.show(upload(1));
    expect([clock.pending, stderr.text]).toEqual([0, 'Sending (100 MB)\nEncoding\n']);
  });

  it('says nothing when quiet', () => {
    const { clock, line, stderr } = show({ isTTY: true, quiet: true });
    line.show(upload(1));
    expect([clock.pending, stderr.text]).toEqual([0, '']);
  });
});
