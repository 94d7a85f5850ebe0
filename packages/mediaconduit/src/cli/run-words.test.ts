import { parsePairs, parseRunWords } from './run-words';

const PROPERTIES = {
  cow: { type: 'string' },
  wrap: { type: 'integer' },
  think: { type: 'boolean' },
  maxTokens: { type: 'integer' },
  stop: { type: ['string', 'array'] },
  tags: { type: 'array', items: { type: 'string' } },
  trim: {
    type: 'object',
    properties: { startMs: { type: 'integer' }, loud: { type: 'boolean' }, range: { type: 'object' } },
  },
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
    [['--tags', 'a', '--tags=b,c'], { tags: ['a', 'b', 'c'] }],
    [['--stop', 'a'], { stop: 'a' }],
    [['--trim.start-ms', '3', '--trim.loud'], { trim: { startMs: 3, loud: true } }],
    [['--no-trim.loud'], { trim: { loud: false } }],
    [['--trim', '{"startMs":1}', '--trim.loud'], { trim: { startMs: 1, loud: true } }],
  ])('reads %j', (words, options) => expect(parseRunWords(words, PROPERTIES)).toEqual({ inputs: [], options }));

  it('takes a dash, and a negative number, as input', () => {
    expect(parseRunWords(['-', '-5'], PROPERTIES).inputs).toEqual(['-', '-5']);
  });

  it.each([
    [['--cwo', 'tux'], 'did you mean "--cow"?'],
    [['-x', 'tux'], expect.stringContaining('--cow, --wrap')],
    [['--xylophone'], expect.stringContaining('after "--"')],
    [['--trim.strat-ms', '3'], expect.stringContaining('or "--trim.startMs"')],
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

  it('adds to options that were given otherwise', () => {
    const pairs = parsePairs(['trim.startMs=1', 'tags=a'], PROPERTIES);
    const { options } = parseRunWords(['--trim.loud', '--tags', 'b'], PROPERTIES, [], pairs);
    expect(options).toEqual({ trim: { startMs: 1, loud: true }, tags: ['a', 'b'] });
    expect(pairs).toEqual({ trim: { startMs: 1 }, tags: ['a'] });
  });

  it('misses a value', () => expect(() => parseRunWords(['--cow'], PROPERTIES)).toThrow('--cow needs a value'));
});

describe('parsePairs', () => {
  it('reads values by the schema, and keeps what is unknown for the model to judge', () => {
    expect(parsePairs(['wrap=3', 'cow=a=b', 'other=x'], PROPERTIES)).toEqual({ wrap: 3, cow: 'a=b', other: 'x' });
  });

  it.each([
    ['trim.startMs=3', { trim: { startMs: 3 } }],
    ['trim.range.from.x=3', { trim: { range: { from: { x: 3 } } } }],
    ['nope.inner=3', { nope: { inner: 3 } }],
    ['trim={"startMs":3}', { trim: { startMs: 3 } }],
  ])('puts %s into its place', (pair, options) => expect(parsePairs([pair], PROPERTIES)).toEqual(options));

  it('takes names with dots as they are where the schema lists them', () => {
    expect(parsePairs(['a.b=1', 'a.c=2'], { 'a.b': { type: 'integer' } })).toEqual({ 'a.b': 1, a: { c: 2 } });
  });

  it.each(['__proto__.x=1', 'trim.__proto__.x=1', 'trim.=1'])('refuses the name in %s', (pair) => {
    expect(() => parsePairs([pair], PROPERTIES)).toThrow(expect.objectContaining({ code: 'MC_USAGE' }));
    expect(({} as { x?: unknown }).x).toBeUndefined();
  });

  it.each(['wrap', '=3'])('refuses %s', (pair) => {
    expect(() => parsePairs([pair], PROPERTIES)).toThrow(expect.objectContaining({ code: 'MC_USAGE' }));
  });
});
