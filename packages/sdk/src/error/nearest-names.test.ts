import { didYouMean, nearestNames } from './nearest-names';

describe('nearestNames', () => {
  const names = ['cowsay', 'whisper', 'ollama', 'ffmpeg', 'openai', 'cowsay-service'];

  it.each([
    ['cowsai', 'cowsay'],
    ['COWSAY', 'cowsay'],
    ['wisper', 'whisper'],
    ['olama', 'ollama'],
    ['ffmpge', 'ffmpeg'],
    ['cow', 'cowsay'],
  ])('finds what %s may mean', (word, name) => {
    expect(nearestNames(word, names)[0]).toBe(name);
  });

  it('finds nothing for a word that is far from all', () => {
    expect(nearestNames('xyzzy', names)).toEqual([]);
    expect(didYouMean('xyzzy', names)).toBeUndefined();
  });

  it('names at most three', () => {
    expect(nearestNames('model', ['model1', 'model2', 'model3', 'model4'])).toHaveLength(3);
  });

  it('asks in a sentence', () => {
    expect(didYouMean('cowsai', ['cowsay', 'ollama'])).toBe('did you mean "cowsay"?');
  });
});
