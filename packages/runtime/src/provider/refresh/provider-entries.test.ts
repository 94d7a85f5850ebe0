import type { ActiveProvider } from './active-provider';
import { ProviderEntries, type ProviderEntry } from './provider-entries';

const entry = (): ProviderEntry => ({ active: Promise.resolve({} as ActiveProvider), origins: new Map() });

describe('a name that an entry would like to have', () => {
  it('is looked at once, when somebody asks for it', () => {
    const entries = new ProviderEntries();
    const [cow, isFree] = [entry(), jest.fn(() => true)];
    entries.wish(cow, 'cow', isFree);
    expect(isFree).not.toHaveBeenCalled();
    expect([entries.get('calf'), entries.get('cow'), entries.get('cow')]).toEqual([undefined, cow, cow]);
    expect(isFree).toHaveBeenCalledTimes(1);
    expect(entries.keys).toEqual(['cow']);
  });

  it('goes to the first that may have it, and never to one that has left', () => {
    const entries = new ProviderEntries();
    const [gone, taken, cow, late] = [entry(), entry(), entry(), entry()];
    entries.wish(gone, 'cow', () => true);
    entries.wish(taken, 'cow', () => false);
    entries.wish(cow, 'cow', () => true);
    entries.wish(late, 'cow', () => true);
    entries.forget(gone);
    expect(entries.keys).toEqual(['cow']);
    expect(entries.get('cow')).toBe(cow);
  });

  it('is that of whoever has it already, and nobody gets it who has left it', () => {
    const entries = new ProviderEntries();
    const [first, second, third] = [entry(), entry(), entry()];
    entries.add(first, ['cow']);
    entries.wish(second, 'cow', () => true);
    entries.remove('cow');
    expect(entries.get('cow')).toBeUndefined();
    entries.wish(third, 'calf', () => true);
    entries.rename(third, ['calf'], ['ox']);
    expect(entries.keys).toEqual(['ox']);
  });
});
