import { createDiary } from './__fixtures__/recorded-components';
import { ComponentRegistry } from './component-registry';

function registry(...definitions: Parameters<ReturnType<typeof createDiary>['component']>[]) {
  const diary = createDiary();
  const components = new ComponentRegistry();
  for (const definition of definitions) components.add(diary.component(...definition));
  return components;
}

describe('ComponentRegistry', () => {
  it('takes each name once', () => {
    const components = registry(['a']);
    expect(() => components.add(createDiary().component('a'))).toThrow(expect.objectContaining({ code: 'MC_USAGE' }));
  });

  it('finds the singletons behind one, also by way of what is made only for it', () => {
    const components = registry(
      ['a'],
      ['t', { needs: ['a'], lifecycle: 'transient' }],
      ['b', { needs: ['t'] }],
      ['c', { needs: ['b', 't'] }],
    );
    expect(components.singletonsBehind('b')).toEqual(['a']);
    expect(components.singletonsBehind('c')).toEqual(['b', 'a']);
    expect(components.order()).toEqual(['a', 't', 'b', 'c']);
  });

  it('refuses a circle with its path, and a singleton that would hold something of a scope', () => {
    expect(() => registry(['a', { needs: ['b'] }], ['b', { needs: ['a'] }]).order()).toThrow(
      expect.objectContaining({ code: 'MC_DEPENDENCY_CYCLE', facts: { path: ['a', 'b', 'a'] } }),
    );
    const captive = registry(
      ['s', { lifecycle: 'scoped' }],
      ['t', { needs: ['s'], lifecycle: 'transient' }],
      ['a', { needs: ['t'] }],
    );
    expect(() => captive.order()).toThrow(
      expect.objectContaining({ code: 'MC_STACK_INVALID', message: expect.stringContaining('a → t → s') }),
    );
  });
});
