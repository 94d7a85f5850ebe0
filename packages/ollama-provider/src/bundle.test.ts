import { dirname, join } from 'node:path';
import type { OllamaProvider } from './ollama-provider';

const ROOT = dirname(__dirname);

describe('what is published', () => {
  const bundle = jest.requireActual<{ default: typeof OllamaProvider }>(join(ROOT, 'dist/bundle/index.js'));

  it('offers the same as the sources', () => {
    expect(Object.keys(bundle).sort()).toEqual(Object.keys(jest.requireActual<object>('./index')).sort());
    expect(bundle.default.name).toBe('OllamaProvider');
  });

  it('finds its manifest', () => {
    expect(bundle.default.packageFolder).toBe(ROOT);
  });
});
