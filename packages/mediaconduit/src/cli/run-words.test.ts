import { parsePairs, parseRunWords } from './run-words';

const PROPERTIES = {
  cow: { type: 'string' },
  wrap: { type: 'integer' },
  think: { type: 'boolean' },
  maxTokens: { type: 'integer' },
};

describe('parseRunWords', () => {
  it('tells input from options', () => {
    expect(parseRunWords(['--cow', 'tux', 'Hello', '--wrap=3', 'you', '--think'], PROPERTIES)).toEqual({
      inputs: ['Hello', 'you'],
      options: { cow: 'tux', wrap: 3, think: true },
    });
  });

  it.each([
    [['--no-think'], { think: false }],
    [['--think=false'], { think: false }],
    [['--max-tokens', '5'], { maxTokens: 5 }],
    [['--max_tokens=5'], { maxTokens: 5 }],
    [['--cow='], { cow: '' }],
    [['--wrap', '-1'], { wrap: -1 }],
  ])('reads %j', (words, options) => expect(parseRunWords(words, PROPERTIES)).toEqual({ inputs: [], options }));

  it('takes a dash, and a negative number, as input', () => {
    expect(parseRunWords(['-', '-5'], PROPERTIES).inputs).toEqual(['-', '-5']);
  });

  it.each([
    [['--cwo', 'tux'], 'did you mean "--cow"?'],
    [['-x', 'tux'], expect.stringContaining('--cow, --wrap')],
    [['--xylophone'], expect.stringContaining('after "--"')],
  ])('refuses %j', (words, hint) => {
    expect(() => parseRunWords(words, PROPERTIES)).toThrow(expect.objectContaining({ code: 'MC_USAGE', hint }));
  });

  it.each([
    [['--enigne', 'docker'], 'did you mean "--engine"?'],
    [['--cwo', 'tux'], 'did you mean "--cwd" or "--cow"?'],
  ])('finds a flag of the command near %j', (words, hint) => {
    expect(() => parseRunWords(words, PROPERTIES, ['--engine', '--cwd'])).toThrow(
      expect.objectContaining({ code: 'MC_USAGE', hint }),
    );
  });

  it('misses a value', () => expect(() => parseRunWords(['--cow'], PROPERTIES)).toThrow('--cow needs a value'));
});

describe('parsePairs', () => {
  it('reads values by the schema, and keeps what is unknown for the model to judge', () => {
    expect(parsePairs(['wrap=3', 'cow=a=b', 'other=x'], PROPERTIES)).toEqual({ wrap: 3, cow: 'a=b', other: 'x' });
  });

  it.each(['wrap', '=3'])('refuses %s', (pair) => {
    expect(() => parsePairs([pair], PROPERTIES)).toThrow(expect.objectContaining({ code: 'MC_USAGE' }));
  });
});
