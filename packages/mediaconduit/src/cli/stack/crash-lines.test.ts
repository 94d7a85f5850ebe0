import { crashStatus } from '../__fixtures__/stack-status';
import { crashLines } from './crash-lines';

describe('crashLines', () => {
  it.each([
    [{}, 'exit code 3 after it was ready for 2.1 s, 5 restarts'],
    [{ uptimeMs: 0, restarts: 1 }, 'exit code 3 before it was ready, 1 restart'],
    [{ outOfMemory: true, restarts: 0 }, 'out of memory after it was ready for 2.1 s'],
    [{ exitCode: undefined }, 'it was ready for 2.1 s, 5 restarts'],
    [{ exitCode: undefined, uptimeMs: 0, restarts: 0 }, 'it did not get ready'],
  ])('says how it ended: %j', (given, end) => {
    const [first] = crashLines({ name: 'worker', state: 'failed', crash: crashStatus(given) }, false);
    expect(first).toBe(`✗ worker failed: ${end}`);
  });
});
