import { describeChanges } from './describe-changes';

describe('describeChanges', () => {
  it('names what differs, with its path', () => {
    const before = { image: 'a:1', environment: { PORT: '1', OLD: 'x' }, ports: [1], same: { deep: [1] } };
    const after = { image: 'a:2', environment: { PORT: '2', NEW: 'y' }, ports: [1, 2], same: { deep: [1] } };
    expect(describeChanges(before, after)).toEqual([
      'image: "a:1" → "a:2"',
      'environment.PORT: "1" → "2"',
      'environment.OLD: "x" → not set',
      'environment.NEW: not set → "y"',
      'ports: [1] → [1,2]',
    ]);
  });

  it('does not tell secrets', () => {
    const changes = describeChanges(
      { environment: { API_KEY: 'one', DB_PASSWORD: 'two' }, tokens: { a: 'three' } },
      { environment: { API_KEY: '1', DB_PASSWORD: '2' }, tokens: { a: '3' } },
    );
    expect(changes).toEqual(['environment.API_KEY: changed', 'environment.DB_PASSWORD: changed', 'tokens.a: changed']);
  });

  it('hides the passwords of addresses, also where they are cut', () => {
    const url = (password: string): object => ({ DB: `postgres://cow:${password}@db/farm` });
    expect(describeChanges(url('one'), url('x'.repeat(100)))).toEqual([
      'DB: "postgres://cow:(hidden)@db/farm" → "postgres://cow:(hidden)@db/farm"',
    ]);
  });

  it('keeps long values short', () => {
    const [line = ''] = describeChanges({ a: 'x' }, { a: 'y'.repeat(500) });
    expect(line.length).toBeLessThan(80);
    expect(describeChanges({ a: { b: 1 } }, {})).toEqual(['a: set → not set']);
  });
});
