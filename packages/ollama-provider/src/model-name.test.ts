import { isSameModel, shortModelName } from './model-name';

describe('shortModelName', () => {
  it.each([
    ['llama3', 'llama3'],
    ['llama3:latest', 'llama3'],
    ['library/llama3', 'llama3'],
    ['registry.ollama.ai/library/llama3:latest', 'llama3'],
    ['llama3.2:1b', 'llama3.2:1b'],
    ['someone/model:q4_K_M', 'someone/model:q4_K_M'],
    ['hf.co/someone/model:Q4_0', 'hf.co/someone/model:Q4_0'],
    ['http://127.0.0.1:5000/library/tiny', '127.0.0.1:5000/library/tiny'],
  ])('shortens %s', (name, short) => {
    expect(shortModelName(name)).toBe(short);
  });

  it.each([
    '',
    ' ',
    'a b',
    '../../etc/passwd',
    '/llama3',
    'a/b/c/d',
    'llama3:',
    ':1b',
    'a:b:c',
    '-rf',
    'ä',
    `${'a'.repeat(81)}`,
  ])('refuses %p', (name) => {
    expect(shortModelName(name)).toBeUndefined();
  });
});

describe('isSameModel', () => {
  it('does not look at the case of letters, at defaults, or at what is no name', () => {
    expect(isSameModel('LLama3', 'library/llama3:latest')).toBe(true);
    expect(isSameModel('llama3', 'llama3:8b')).toBe(false);
    expect(isSameModel('a b', 'a b')).toBe(true);
  });
});
