import { createManualClock } from '@mediaconduit/testkit';
import { followLogs, newLines } from './follow-logs';
import type { LogLine } from './protocol';

describe('newLines', () => {
  it.each<[string, string[], string[], string[]]>([
    ['nothing new', ['a', 'b'], ['a', 'b'], []],
    ['lines behind', ['a', 'b'], ['a', 'b', 'c', 'd'], ['c', 'd']],
    ['a window that moved', ['a', 'b', 'c'], ['b', 'c', 'd'], ['d']],
    ['a first line', [], ['a'], ['a']],
    ['another run', ['a', 'b'], ['x'], ['x']],
    ['repeated lines', ['a', 'a'], ['a', 'a', 'a'], ['a']],
    ['a run that begins as the last one ended', ['a', 'b'], ['b'], []],
  ])('finds %s', (_what, earlier, later, expected) => {
    expect(newLines(earlier, later)).toEqual(expected);
  });
});

describe('followLogs', () => {
  it('tells the last lines, and what comes until it is ended', async () => {
    const clock = createManualClock();
    const abort = new AbortController();
    const written = ['one', 'two', 'three'];
    const logs = async (): Promise<string[]> => [...written];
    const options = { services: ['cow'], lines: 2, follow: true, signal: abort.signal };
    const seen: LogLine[] = [];
    const reading = (async () => {
      for await (const line of followLogs({ logs }, options, clock)) seen.push(line);
    })();
    await clock.advance(0);
    expect(seen.map(({ line }) => line)).toEqual(['two', 'three']);
    written.push('four');
    await clock.advance(250);
    expect(seen.at(-1)).toEqual({ type: 'log', service: 'cow', line: 'four' });
    abort.abort();
    await reading;
  });

  it('ends by itself when nothing is to be followed', async () => {
    const lines: LogLine[] = [];
    const logs = async (): Promise<string[]> => ['a', 'b'];
    const options = { services: ['x', 'y'], lines: 1, follow: false };
    for await (const line of followLogs({ logs }, options, createManualClock())) lines.push(line);
    expect(lines.map(({ service, line }) => `${service} ${line}`)).toEqual(['x b', 'y b']);
  });
});
