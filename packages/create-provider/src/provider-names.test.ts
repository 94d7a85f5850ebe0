import { parseProviderName } from './provider-names';

describe('parseProviderName', () => {
  it.each([
    ['my-thing', undefined, 'my-thing-provider'],
    ['my-thing-provider', undefined, 'my-thing-provider'],
    [' my-thing ', 'acme', '@acme/my-thing-provider'],
    ['@acme/my-thing', undefined, '@acme/my-thing-provider'],
    ['@acme/my-thing-provider', '@other', '@acme/my-thing-provider'],
  ])('reads %j with the scope %j', (given, scope, packageName) => {
    expect(parseProviderName(given, scope)).toEqual({
      id: 'my-thing',
      title: 'My Thing',
      className: 'MyThing',
      constant: 'MY_THING',
      packageName,
    });
  });

  it.each([
    ['My Thing', 'such as "my-thing"'],
    ['my_thing', 'such as "my-thing"'],
    ['9lives', 'such as "lives"'],
    ['-provider', 'small letters'],
    ['../evil', 'such as "evil"'],
    ['a\nb', 'such as "a-b"'],
    ['ж', 'small letters'],
    ['x'.repeat(65), 'such as "xxx'],
    ['@acme/', 'small letters'],
    ['a--b', 'such as "a-b"'],
  ])('refuses %j, and says how it is written', (given, hint) => {
    expect(() => parseProviderName(given)).toThrow(
      expect.objectContaining({ code: 'MC_IDENTIFIER_INVALID', hint: expect.stringContaining(hint) }),
    );
  });

  it.each([
    ['cowsay', 'has a provider of that id'],
    ['openai-provider', 'has a provider of that id'],
    ['text-to-text', 'is a capability'],
    ['github', 'a kind of source'],
    ['fs', 'a module of Node.js'],
    ['runtime', 'a word of MediaConduit'],
  ])('keeps %s for what it means', (given, reason) => {
    expect(() => parseProviderName(given)).toThrow(
      expect.objectContaining({ code: 'MC_IDENTIFIER_INVALID', message: expect.stringContaining(reason) }),
    );
  });

  it.each([['@Acme'], ['@a b'], ['@'], ['node_modules/..']])('refuses the scope %j', (scope) => {
    expect(() => parseProviderName('my-thing', scope)).toThrow(
      expect.objectContaining({
        code: 'MC_IDENTIFIER_INVALID',
        message: expect.stringContaining('npm takes no package'),
      }),
    );
  });
});
