import { MediaConduitError } from '@mediaconduit/sdk';
import { createManualClock } from '@mediaconduit/testkit';
import type { UnitStatus } from '../supervisor/unit-status';
import { followLogs, newLines } from './follow-logs';
import type { LogOptions } from './supervisor-client';

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
  /** Units by name with what they have written. */
  function follow(units: Record<string, string[]>, options: Partial<LogOptions> = {}) {
    const clock = createManualClock();
    const abort = new AbortController();
    const seen: string[] = [];
    const supervisor = {
      status: () => Object.keys(units).map((name) => ({ name }) as UnitStatus),
      logs: async (name: string) => {
        const written = units[name];
        if (written) return [...written];
        throw new MediaConduitError('MC_SERVICE_NOT_FOUND', `There is no ${name}.`);
      },
    };
    const reading = (async () => {
      const wanted = { services: [], lines: 2, follow: true, signal: abort.signal, ...options };
      for await (const { service, line } of followLogs(supervisor, wanted, clock)) seen.push(`${service} ${line}`);
    })();
    return { clock, reading, seen, end: () => abort.abort() };
  }

  it('tells the last lines, and what comes until it is ended', async () => {
    const cow = ['one', 'two', 'three'];
    const { clock, end, reading, seen } = follow({ cow }, { services: ['cow'] });
    await clock.advance(0);
    expect(seen).toEqual(['cow two', 'cow three']);
    cow.push('four');
    await clock.advance(250);
    expect(seen.at(-1)).toBe('cow four');
    end();
    await reading;
    expect(clock.pending).toBe(0);
  });

  it('ends by itself when nothing is to be followed', async () => {
    const { reading, seen } = follow({ x: ['a', 'b'], y: ['a', 'b'] }, { lines: 1, follow: false });
    await reading;
    expect(seen).toEqual(['x b', 'y b']);
  });

  it('passes over those that are gone, and takes those that come, when none is named', async () => {
    const units: Record<string, string[]> = { cow: ['moo'] };
    const { clock, end, reading, seen } = follow(units);
    await clock.advance(0);
    delete units['cow'];
    units['hen'] = ['one', 'two', 'three'];
    await clock.advance(250);
    units['cow'] = ['moo'];
    await clock.advance(250);
    expect(seen).toEqual(['cow moo', 'hen one', 'hen two', 'hen three', 'cow moo']);
    end();
    await reading;
  });

  it('knows those that are named, and waits for them when they go', async () => {
    const units: Record<string, string[]> = { cow: ['moo'], hen: ['gack'] };
    const { clock, end, reading, seen } = follow(units, { services: ['cow'] });
    await clock.advance(0);
    delete units['cow'];
    await clock.advance(250);
    units['cow'] = ['back'];
    await clock.advance(250);
    expect(seen).toEqual(['cow moo', 'cow back']);
    end();
    await reading;
    await expect(follow(units, { services: ['bull'] }).reading).rejects.toMatchObject({ code: 'MC_SERVICE_NOT_FOUND' });
  });
});
