import { ServiceCopies } from './service-copies';

describe('ServiceCopies', () => {
  const dropped: string[] = [];
  const copiesOf = (): ServiceCopies => new ServiceCopies(async (holder) => void dropped.push(holder));
  beforeEach(() => dropped.splice(0));

  it('gives the next run the place of the last one', async () => {
    const copies = copiesOf();
    const first = Object.assign(copies.take('cow'), { container: 'a', holder: 'held' });
    expect(copies.heldBy('held')).toBe('a');
    await copies.left('a');
    expect(copies.heldBy('held')).toBeUndefined();
    expect(copies.take('cow')).toBe(first);
    expect(copies.take('pig').suffix).toBe('');
    expect(dropped).toEqual([]);
  });

  it.each([
    ['older', 0, '-2'],
    ['newer', 1, ''],
  ])('drops the address of the %s of two copies when that is left', async (_which, index, suffix) => {
    const copies = copiesOf();
    const both = [copies.take('cow'), copies.take('cow')].map((copy, order) =>
      Object.assign(copy, { container: `c${order}`, holder: `h${order}` }),
    );
    expect(both.map((copy) => copy.suffix)).toEqual(['', '-2']);
    await copies.left(`c${index}`);
    expect(dropped).toEqual([`h${index}`]);
    await copies.left(`c${1 - index}`);
    expect(copies.take('cow').suffix).toBe(suffix);
    expect(copies.take('cow').suffix).toBe(suffix === '' ? '-2' : '');
  });

  it('forgets an address: at once, or when it is left', async () => {
    const copies = copiesOf();
    const [free, used] = [copies.take('cow'), copies.take('pig')];
    free.holder = 'h1';
    Object.assign(used, { holder: 'h2', container: 'b' });
    await copies.leave(free);
    await copies.forget('cow');
    await copies.forget('pig');
    expect(dropped).toEqual(['h1']);
    expect(copies.heldBy('h2')).toBe('b');
    await copies.left('b');
    expect(dropped).toEqual(['h1', 'h2']);
  });
});
