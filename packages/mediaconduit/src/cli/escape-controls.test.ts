import { escapeControls, escapeJson } from './escape-controls';

describe('escapeControls', () => {
  it('shows what would act on a terminal', () => {
    expect(escapeControls('\u001b[2J a\r\nb\u202e\u0085')).toBe('\\x1b[2J a\\x0d\\x0ab\\u202e\\x85');
  });

  it('keeps text of any language, and tabs', () => expect(escapeControls('Käse\t漢字 🐄')).toBe('Käse\t漢字 🐄'));
});

describe('escapeJson', () => {
  it('leaves the value as it is', () => {
    const value = { text: 'a\u009b2J\u007f\u202e b\n\u2028\ufeff Käse 🐄', list: [1, 'x'] };
    const json = escapeJson(JSON.stringify(value, undefined, 2));
    expect(JSON.parse(json)).toEqual(value);
    expect(json).toContain('a\\u009b2J\\u007f\\u202e b\\n\\u2028\\ufeff Käse 🐄');
    expect(json.split('\n')).toHaveLength(7);
  });
});
