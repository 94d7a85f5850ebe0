import { FakeStream } from './__fixtures__/fake-terminal';
import { Output } from './output';

function outputTo(isTTY: boolean, { environment = {}, quiet = false, verbose = false } = {}) {
  const [stdout, stderr] = [new FakeStream(isTTY), new FakeStream(isTTY)];
  const gone = jest.fn();
  const output = new Output({ stdout, stderr }, { json: false, quiet, verbose, environment }, gone);
  return { output, stdout, stderr, gone };
}

describe('Output', () => {
  it('writes data to stdout as it is, and talk to stderr made harmless', async () => {
    const { output, stdout, stderr } = outputTo(false);
    await output.data('\u001b[1mdata');
    output.note('\u001b[2Jtalk', 'dim');
    expect([stdout.text, stderr.text]).toEqual(['\u001b[1mdata', '\\x1b[2Jtalk\n']);
  });

  it('keeps to data and errors when quiet', () => {
    const { output, stderr } = outputTo(true, { quiet: true });
    output.note('note');
    output.status('status');
    output.detail('detail');
    output.complain('error');
    expect(stderr.text).toBe('error\n');
  });

  it('rewrites one line in a terminal, no longer than it, and removes it before anything else', () => {
    const { output, stderr } = outputTo(true, { environment: { NO_COLOR: '1' } });
    output.status('x'.repeat(50));
    output.status('two');
    output.note('done');
    expect(stderr.text).toBe(`${'x'.repeat(36)}…\r\u001b[2Ktwo\r\u001b[2Kdone\n`);
  });

  it('removes a line that was wrapped when the terminal became narrower', () => {
    const stderr = new FakeStream(true, 80);
    const settings = { json: false, quiet: false, verbose: false, environment: { NO_COLOR: '1' } };
    const output = new Output({ stdout: new FakeStream(true), stderr }, settings, jest.fn());
    output.status('x'.repeat(70));
    Object.assign(stderr, { columns: 30 });
    output.status(undefined);
    expect(stderr.text).toBe(`${'x'.repeat(70)}\r\u001b[2K\u001b[1A\u001b[2K\u001b[1A\u001b[2K`);
  });

  it('rewrites several lines, with their colours, and no more of them than the terminal has rows', () => {
    const stderr = new FakeStream(true, 40, 4);
    const settings = { json: false, quiet: false, verbose: false, environment: { FORCE_COLOR: '1' } };
    const output = new Output({ stdout: new FakeStream(true), stderr }, settings, jest.fn());
    output.block([[{ text: 'a', style: 'red' }, { text: '\u001b[2J' }], [{ text: 'b' }]]);
    expect(stderr.text).toBe('\u001b[31ma\u001b[39m\\x1b[2J\nb');
    stderr.text = '';
    output.block(['1', '2', '3', '4', '5'].map((text) => [{ text }]));
    const cleared = '\r\u001b[2K\u001b[1A\u001b[2K';
    expect(stderr.text).toBe(`${cleared}1\n2\n\u001b[2m… 3 more lines\u001b[22m`);
    stderr.text = '';
    output.styledNote([{ text: 'x'.repeat(50) }]);
    expect(stderr.text).toBe(`${cleared}\u001b[1A\u001b[2K${'x'.repeat(36)}…\n`);
  });

  it('shows no block where lines cannot be rewritten, nor when quiet', () => {
    const [piped, quiet] = [outputTo(false), outputTo(true, { quiet: true })];
    for (const { output } of [piped, quiet]) output.block([[{ text: 'a' }]]);
    quiet.output.styledNote([{ text: 'a' }]);
    expect([piped.stderr.text, quiet.stderr.text]).toEqual(['', '']);
  });

  it('paints lines of data by what stdout is, and makes them harmless', async () => {
    const [terminal, piped] = [outputTo(true), outputTo(false)];
    for (const { output } of [terminal, piped]) await output.lines([[{ text: 'a\n', style: 'green' }]]);
    expect([terminal.stdout.text, piped.stdout.text]).toEqual(['\u001b[32ma\\x0a\u001b[39m\n', 'a\\x0a\n']);
  });

  it('draws no status into a line of data, and begins talk on a new line', async () => {
    const { output, stderr } = outputTo(true, { environment: { NO_COLOR: '1' } });
    await output.data('half a li');
    output.status('status');
    output.complain('error');
    await output.data(Buffer.from('whole\n'));
    output.status('status');
    expect(stderr.text).toBe('\nerror\nstatus');
  });

  it('wraps errors at words in a terminal', () => {
    const { output, stderr } = outputTo(true, { environment: { NO_COLOR: '1' } });
    output.complain('hint: check the path of the file that you have given');
    expect(stderr.text).toBe('hint: check the path of the file that\n  you have given\n');
    const piped = outputTo(false);
    piped.output.complain('hint: check the path of the file that you have given');
    expect(piped.stderr.text).toBe('hint: check the path of the file that you have given\n');
  });

  it('asks even when quiet, and ends the line that nobody ended', () => {
    const { output, stderr } = outputTo(true, { quiet: true, environment: { NO_COLOR: '1' } });
    output.ask('Really?\u001b[2J ');
    output.status('status');
    output.answered(true);
    output.ask('Sure? ');
    output.answered(false);
    output.complain('error');
    expect(stderr.text).toBe('Really?\\x1b[2J Sure? \nerror\n');
  });

  it.each([{ CI: 'true' }, { TERM: 'dumb' }])('writes one line per status with %j', (environment) => {
    const { output, stderr } = outputTo(true, { environment: { ...environment, NO_COLOR: '1' } });
    output.status('one');
    output.status('two');
    output.status(undefined);
    expect(stderr.text).toBe('one\ntwo\n');
  });

  it.each([
    [true, {}, true],
    [true, { NO_COLOR: '1' }, false],
    [true, { TERM: 'dumb' }, false],
    [false, {}, false],
    [false, { FORCE_COLOR: '1' }, true],
    [true, { FORCE_COLOR: '0' }, false],
    [false, { FORCE_COLOR: '1', NO_COLOR: '1' }, true],
  ])('terminal %s, %j: colours %s', (isTTY, environment, colored) => {
    const { output, stderr } = outputTo(isTTY, { environment });
    output.complain('error', 'red');
    expect(stderr.text.includes('\u001b[31m')).toBe(colored);
  });

  it('knows how wide data for people may be', () => {
    const unknown = new FakeStream(true, 0);
    const streams = { stdout: unknown, stderr: unknown };
    const settings = { json: false, quiet: false, verbose: false, environment: {} };
    const widths = [outputTo(true).output, outputTo(false).output, new Output(streams, settings, jest.fn())];
    expect(widths.map(({ width }) => width)).toEqual([40, Infinity, 80]);
  });

  it('tells once that nobody reads, and goes on without failing', async () => {
    const { output, stdout, gone } = outputTo(false);
    stdout.destroy(new Error('EPIPE'));
    await new Promise(setImmediate);
    await output.data('more');
    await output.flush();
    expect(gone).toHaveBeenCalledTimes(1);
  });
});
