import { once } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { anySignal } from './any-signal';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Nobody but the signal holds what it follows. */
function withDeadline(signals: readonly AbortSignal[]): AbortSignal {
  return anySignal([...signals, AbortSignal.timeout(50)]);
}

describe('anySignal', () => {
  it.each([
    ['directly', (signal: AbortSignal) => withDeadline([signal])],
    ['through another one', (signal: AbortSignal) => anySignal([withDeadline([signal]), signal])],
  ])('remembers a deadline that it follows %s', async (_how, follow) => {
    const signal = follow(new AbortController().signal);
    const aborted = once(signal, 'abort');
    const keepAlive = setInterval(collectGarbage, 5);
    try {
      await aborted;
    } finally {
      clearInterval(keepAlive);
    }
    expect(signal.reason).toMatchObject({ name: 'TimeoutError' });
  });

  it('ends with the first of its signals, and for the same reason', () => {
    const [first, second] = [new AbortController(), new AbortController()];
    const signal = anySignal([first.signal, second.signal]);
    second.abort('enough');
    expect(signal.reason).toBe('enough');
    expect(anySignal([first.signal, AbortSignal.abort('over')]).reason).toBe('over');
  });
});
