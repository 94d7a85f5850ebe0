import { KeyedMutex } from './keyed-mutex';

describe('KeyedMutex', () => {
  it('runs the tasks of one key one after the other, also after a failure', async () => {
    const mutex = new KeyedMutex();
    const order: string[] = [];
    let open = (): void => undefined;
    const gate = new Promise<void>((resolve) => (open = resolve));
    const first = mutex.run('a', async () => {
      await gate;
      order.push('first');
      throw new RangeError('first failed');
    });
    const second = mutex.run('a', async () => order.push('second'));
    await mutex.run('b', async () => order.push('other key'));
    open();
    await expect(first).rejects.toThrow('first failed');
    await second;
    expect(order).toEqual(['other key', 'first', 'second']);
  });
});
