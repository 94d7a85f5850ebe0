import { Text } from '@mediaconduit/sdk';
import { createGenerationPrompt, extractInputContent } from './generation-prompt';

describe('createGenerationPrompt', () => {
  it('notes the time, and keeps unknown fields as metadata', () => {
    const prompt = createGenerationPrompt({ input: 'a', modelId: 'm', metadata: { kept: 1 }, predictionId: 'p' });
    expect(prompt).toMatchObject({ input: 'a', modelId: 'm', metadata: { kept: 1, predictionId: 'p' } });
    expect(prompt.timestamp).toBeInstanceOf(Date);
  });
});

describe('extractInputContent', () => {
  it('finds the words', () => {
    expect([extractInputContent('a'), extractInputContent([new Text('b'), 'c'])]).toEqual(['a', 'b\nc']);
    expect(() => extractInputContent(7)).toThrow(expect.objectContaining({ code: 'MC_INPUT_INVALID' }));
  });
});
