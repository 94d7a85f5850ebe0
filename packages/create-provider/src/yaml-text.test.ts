import { parse } from 'yaml';
import { yamlText } from './yaml-text';

describe('yamlText', () => {
  it.each([
    'A cow says your text.',
    "It's here, (really)",
    '',
    'yes',
    'null',
    '- list',
    'key: value',
    'ends with:',
    'a #comment',
    '{ flow }',
    '"quoted"',
    "'quoted'",
    'back\\slash',
    '@acme/thing',
    'ж und ü',
    '12',
    'a, b',
    '* alias',
  ])('says %j as YAML reads it', (text) => {
    expect(parse(`value: ${yamlText(text)}\nlist: [${yamlText('a')}]`)).toEqual({ value: text, list: ['a'] });
  });

  it('leaves plain words without quotes', () => {
    expect(yamlText('My Thing, as a provider of MediaConduit.')).toBe('My Thing, as a provider of MediaConduit.');
  });
});
