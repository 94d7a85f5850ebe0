import { escapeControls } from './escape-controls';

describe('escapeControls', () => {
  it('shows what would act on a terminal', () => {
    expect(escapeControls('\u001b[2J a\r\nb\u202e\u0085')).toBe('\\x1b[2J a\\x0d\\x0ab\\u202e\\x85');
  });

  it('keeps text of any language, and tabs', () => expect(escapeControls('Käse\t漢字 🐄')).toBe('Käse\t漢字 🐄'));
});
