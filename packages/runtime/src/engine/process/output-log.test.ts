import { PassThrough } from 'node:stream';
import { finished } from 'node:stream/promises';
import { OutputLog } from './output-log';

async function written(log: OutputLog, text: string): Promise<void> {
  const stream = new PassThrough();
  log.read(stream);
  stream.end(text);
  await finished(stream);
  await new Promise((resolve) => setImmediate(resolve));
}

describe('OutputLog', () => {
  it('answers the last lines, oldest first', async () => {
    const log = new OutputLog();
    await written(log, 'a\nb\nc\n');
    expect(log.tail(2)).toEqual(['b', 'c']);
    expect(log.tail(9)).toEqual(['a', 'b', 'c']);
    expect(log.tail(0)).toEqual([]);
    expect(log.tail(-1)).toEqual([]);
  });

  it('keeps what cannot act on a terminal, but tells listeners what was written', async () => {
    const log = new OutputLog();
    const heard: string[] = [];
    log.onLine((line) => heard.push(line));
    await written(log, '\u001b[1mx\n');
    expect(log.tail(1)).toEqual(['\\x1b[1mx']);
    expect(heard).toEqual(['\u001b[1mx']);
  });

  it('tells a listener nothing after it has left', async () => {
    const log = new OutputLog();
    const heard = jest.fn();
    log.onLine(heard)();
    await written(log, 'x\n');
    expect(heard).not.toHaveBeenCalled();
  });

  it('forgets the oldest lines beyond a MiB', async () => {
    const log = new OutputLog();
    const lines = Array.from({ length: 3000 }, (_, index) => `${index} ${'x'.repeat(1000)}`);
    await written(log, lines.join('\n'));
    const kept = log.tail(10_000);
    expect(kept).toEqual(lines.slice(-kept.length));
    const sizeBytes = kept.reduce((sum, line) => sum + line.length, 0);
    expect(sizeBytes).toBeGreaterThan(1_000_000 - 50_000);
    expect(sizeBytes).toBeLessThanOrEqual(1024 * 1024);
  });

  it('does not keep empty lines for nothing', async () => {
    const log = new OutputLog();
    await written(log, '\n'.repeat(200_000));
    expect(log.tail(1_000_000).length).toBe(32_768);
  });
});
