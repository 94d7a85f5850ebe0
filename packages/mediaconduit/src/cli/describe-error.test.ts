import { MediaConduitError } from '@mediaconduit/sdk';
import { describeError } from './describe-error';

const logs = Array.from({ length: 60 }, (_, index) => `line ${index + 1}`);
const cause = new Error('spawn failed');
const error = new MediaConduitError('MC_SERVICE_START_FAILED', 'It ended.', {
  hint: 'look',
  facts: { exitCode: 3, logs },
  cause,
});

describe('describeError', () => {
  it('says what, what to do, and the last ten lines of the service', () => {
    const lines = describeError(error, false);
    expect(lines.slice(0, 3)).toEqual([
      'error MC_SERVICE_START_FAILED: It ended.',
      'hint: look',
      expect.stringContaining('(50 more'),
    ]);
    expect(lines.slice(3)).toEqual(logs.slice(-10).map((line) => `  | ${line}`));
  });

  it('adds more lines, facts and causes when verbose', () => {
    const lines = describeError(error, true);
    expect(lines.filter((line) => line.startsWith('  | '))).toHaveLength(50);
    expect(lines).toContain('  exitCode: 3');
    expect(lines).toContain('caused by Error: spawn failed');
  });

  it('keeps the lines of an example', () => {
    const example = new MediaConduitError('MC_USAGE', 'No.', { hint: 'write:\n  a: 1' });
    expect(describeError(example, false)).toEqual(['error MC_USAGE: No.', 'hint: write:', '  a: 1']);
  });

  it('ends for causes in a circle', () => {
    const first = new Error('first');
    const second = new Error('second', { cause: first });
    first.cause = second;
    expect(describeError(new MediaConduitError('MC_INTERNAL', 'x', { cause: first }), true).join()).toContain('second');
  });
});
