import { interpolate } from './interpolate';

const VARIABLES = { X: 'x', EMPTY: '' };

describe('interpolate', () => {
  it.each([
    ['$X and ${X}', 'x and x'],
    ['$$X $${X}', '$X ${X}'],
    ['${X:-d} ${X-d} ${EMPTY:-d} [${EMPTY-d}] ${NO:-d} ${NO-d}', 'x x d [] d d'],
    ['${X:+r} ${X+r} [${EMPTY:+r}] ${EMPTY+r} [${NO+r}]', 'r r [] r []'],
    ['${X:?e} ${EMPTY?e}', 'x '],
    ['${NO:-${X}-${NO2:-deep}}', 'x-deep'],
    ['${X:-${never}', undefined],
    ['${X:+a}b}', 'ab}'],
  ])('fills in %s', (text, filled) => {
    expect(interpolate(text, VARIABLES)).toEqual(
      filled === undefined ? { fault: expect.any(String) } : { text: filled, used: expect.any(Array), unknown: [] },
    );
  });

  it.each([
    ['${NO:?set it}', 'the variable NO is needed: set it'],
    ['${EMPTY:?}', 'the variable EMPTY is needed: it is not set'],
    ['${', '"${" is not followed by a name; write $$ for a dollar sign'],
    ['$', '"$" is not followed by a name; write $$ for a dollar sign'],
    ['cost: $5', '"$" is not followed by a name; write $$ for a dollar sign'],
    ['${X', 'a "${" is not closed'],
    ['${X!}', 'a "${" is not closed'],
    ['${NO:-'.repeat(5_000), '"${" is nested deeper than 32 levels'],
  ])('says what is wrong with %s', (text, fault) => {
    expect(interpolate(text, VARIABLES)).toMatchObject({ fault });
  });

  it('names what it used and what is unknown, and nothing of a part that is not used', () => {
    expect(interpolate('$NO ${X:-$UNUSED} $toString', VARIABLES)).toEqual({
      text: ' x ',
      used: ['X'],
      unknown: ['NO', 'toString'],
    });
    expect(interpolate('plain', VARIABLES)).toEqual({ text: 'plain', used: [], unknown: [] });
  });

  it('takes a default after a bare colon where that is wanted', () => {
    const read = (text: string) => interpolate(text, VARIABLES, { colonDefault: true });
    expect(read('${X:d} ${NO:redis://h:1/$X} [${EMPTY:d}] ${NO:}')).toMatchObject({ text: 'x redis://h:1/x [] ' });
    expect(read('${NO:-d} ${NO:?why}')).toEqual({ fault: 'the variable NO is needed: why', needed: 'NO' });
    expect(interpolate('${NO:d}', VARIABLES)).toHaveProperty('fault');
  });
});
