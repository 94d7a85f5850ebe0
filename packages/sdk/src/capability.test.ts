import { CAPABILITIES, parseCapabilities, parseCapability } from './capability';

describe('parseCapability', () => {
  it.each([
    ['text-to-text', 'text-to-text'],
    ['TEXT_TO_TEXT', 'text-to-text'],
    ['TextToText', 'text-to-text'],
    ['textToText', 'text-to-text'],
    [' Text to Text ', 'text-to-text'],
    ['TEXT_TO_3D', 'text-to-3d'],
    ['TextTo3D', 'text-to-3d'],
    ['ImageTo3d', 'image-to-3d'],
    ['text-to-embedding', 'text-to-embedding'],
  ])('reads %s', (spelling, capability) => {
    expect(parseCapability(spelling)).toBe(capability);
  });

  it.each(['', 'transcription', 'text', 'text-to-', 'text-to-smell', '__proto__'])('knows no %p', (spelling) => {
    expect(parseCapability(spelling)).toBeUndefined();
  });

  it('reads every capability in all three spellings of the predecessors', () => {
    for (const capability of CAPABILITIES) {
      const upper = capability.replaceAll('-', '_').toUpperCase();
      const pascal = capability.replace(/(^|-)([a-z0-9])/g, (_match, _dash, letter: string) => letter.toUpperCase());
      expect([parseCapability(capability), parseCapability(upper), parseCapability(pascal)]).toEqual(
        Array(3).fill(capability),
      );
    }
  });
});

describe('parseCapabilities', () => {
  it('takes each capability once and keeps what is none as a tag', () => {
    expect(parseCapabilities(['TextToText', 'llm-inference', 'text-to-text', 'AUDIO_TO_TEXT'])).toEqual({
      capabilities: ['text-to-text', 'audio-to-text'],
      tags: ['llm-inference'],
    });
  });
});
