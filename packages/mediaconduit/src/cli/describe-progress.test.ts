import type { Progress } from '@mediaconduit/sdk';
import { describeProgress } from './describe-progress';

const GB = 1_000_000_000;
const about = (given: Partial<Progress>, elapsedMs = 0, from = 0, width = 200): string =>
  describeProgress({ phase: 'work', message: 'Working', ...given }, { elapsedMs, from }, width);

describe('describeProgress', () => {
  it.each<[Partial<Progress>, number, number, string]>([
    [{}, 0, 0, 'Working'],
    [{ message: '' }, 0, 0, 'work'],
    [{}, 5000, 0, 'Working · 5.0 s'],
    [{ completed: GB, total: 4 * GB, unit: 'bytes' }, 0, 0, 'Working · 25 % · 1.00 GB of 4.00 GB'],
    [
      { completed: GB, total: 4 * GB, unit: 'bytes' },
      10_000,
      0,
      'Working · 25 % · 100 MB/s · 1.00 GB of 4.00 GB · 30.0 s left',
    ],
    [
      { completed: 3 * GB, total: 4 * GB, unit: 'bytes' },
      10_000,
      2 * GB,
      'Working · 75 % · 100 MB/s · 3.00 GB of 4.00 GB · 10.0 s left',
    ],
    [{ completed: GB, unit: 'bytes' }, 10_000, 0, 'Working · 100 MB/s · 1.00 GB'],
    [
      { completed: 60, total: 200, unit: 's' },
      10_000,
      0,
      'Working · 30 % · 6.0× · 1 min 0 s of 3 min 20 s · 23.3 s left',
    ],
    [{ completed: 0, total: 139, unit: 's' }, 0, 0, 'Working · 0 % · 0.0 s of 2 min 19 s'],
    [{ completed: 1500, total: 3000, unit: 'ms', etaMs: 4000 }, 0, 0, 'Working · 50 % · 1.5 s of 3.0 s · 4.0 s left'],
    [
      { completed: 30, total: 120, unit: 'frames' },
      2000,
      0,
      'Working · 25 % · 15 frames/s · 30 of 120 frames · 6.0 s left',
    ],
    [{ completed: 30, total: 100, unit: 'percent' }, 0, 0, 'Working · 30 %'],
    [{ completed: 0.5, total: 1 }, 0, 0, 'Working · 50 %'],
    [{ completed: 5, total: 4, unit: 'frames' }, 0, 0, 'Working · 100 % · 5 of 4 frames'],
    [{ completed: 0, total: 0, unit: 'bytes' }, 2000, 0, 'Working · 0 B · 2.0 s so far'],
    [{ completed: 3, total: 10, unit: 'files' }, 9000, 3, 'Working · 30 % · 3 of 10 files · 9.0 s so far'],
  ])('says %j after %d ms', (progress, elapsedMs, from, words) => {
    expect(about(progress, elapsedMs, from)).toBe(words);
  });

  it('shortens the message before the numbers, and all of it at last', () => {
    const progress = { message: 'Downloading whisper-large-v3', completed: 1, total: 4, unit: 'frames' };
    expect(about(progress, 0, 0, 43)).toBe('Downloading whisper… · 25 % · 1 of 4 frames');
    expect(about(progress, 0, 0, 20)).toBe('Downloading… · 25 %…');
  });
});
