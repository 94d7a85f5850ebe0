import { toKebabId } from './kebab-id';

describe('toKebabId', () => {
  it.each([
    ['Cowsay Service', 'cowsay-service'],
    ['cowsay-service', 'cowsay-service'],
    ['FFmpeg_Service', 'ffmpeg-service'],
    ['OllamaService', 'ollama-service'],
    ['  @Scope/name  ', 'scope-name'],
    ['日本', ''],
  ])('makes %j to %j', (name, id) => {
    expect(toKebabId(name)).toBe(id);
  });
});
