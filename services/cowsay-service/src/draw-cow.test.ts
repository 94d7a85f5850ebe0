import { COW_MODE_NAMES } from './cow-modes';
import { COW_NAMES } from './cow-names';
import { drawCow } from './draw-cow';

describe('drawCow', () => {
  it('draws the default cow around the text', () => {
    expect(drawCow('Hello')).toEqual({
      cow: 'default',
      text: [
        ' _______',
        '< Hello >',
        ' -------',
        '        \\   ^__^',
        '         \\  (oo)\\_______',
        '            (__)\\       )\\/\\',
        '                ||----w |',
        '                ||     ||',
      ].join('\n'),
    });
  });

  it('thinks, with eyes and tongue of the caller', () => {
    const { text } = drawCow('Hello', { think: true, eyes: '^^', tongue: 'U' });
    expect(text).toContain('( Hello )');
    expect(text).toContain('o  (^^)');
    expect(text).toContain(' U  ||----w |');
  });

  it('draws dollar eyes as they are', () => {
    expect(drawCow('Hello', { eyes: '$&' }).text).toContain('($&)');
  });

  it.each(COW_MODE_NAMES)('has a face of its own in mode %s', (mode) => {
    expect(drawCow('Hello', { mode, eyes: 'ee' }).text).not.toMatch(/\((oo|ee)\)/);
  });

  it('picks any cow for random, and says which', () => {
    expect(drawCow('a', { cow: 'random' }, () => 0).cow).toBe(COW_NAMES[0]);
    expect(drawCow('a', { cow: 'random' }, () => 0.999_999).cow).toBe(COW_NAMES.at(-1));
  });

  it('takes text that looks like a switch as text', () => {
    expect(drawCow('--help').text).toContain('< --help >');
  });

  it('wraps at 40 columns unless told otherwise', () => {
    const text = 'moo '.repeat(20).trim();
    const widthOf = (wrap?: number): number => (drawCow(text, { wrap }).text.split('\n')[0] ?? '').length;
    expect([widthOf(), widthOf(20), widthOf(0)]).toEqual([42, 22, 82]);
  });

  it('cuts a word that is longer than a line', () => {
    expect(
      drawCow('x'.repeat(25), { wrap: 10 })
        .text.match(/x+/g)
        ?.map((part) => part.length),
    ).toEqual([10, 10, 5]);
  });
});
