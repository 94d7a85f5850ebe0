import type { Capability } from '@mediaconduit/sdk';

/** What examples and tables say about a kind of media. */
export interface MediumWords {
  /** With its article. */
  readonly words: string;
  /** A file that somebody has; missing for what is no file. */
  readonly file?: string;
  readonly result?: string;
}

const MEDIA: Readonly<Record<string, MediumWords>> = {
  text: { words: 'text' },
  image: { words: 'an image', file: 'photo.jpg', result: 'image.png' },
  audio: { words: 'a sound', file: 'speech.mp3', result: 'sound.mp3' },
  video: { words: 'a video', file: 'film.mp4', result: 'video.mp4' },
  '3d': { words: 'a 3D model', file: 'scene.glb', result: 'model.glb' },
  embedding: { words: 'an embedding' },
};

/** What goes in and comes out. */
export function mediaOf(capability: Capability): { readonly input: MediumWords; readonly output: MediumWords } {
  const [input = '', output = ''] = capability.split('-to-');
  return { input: MEDIA[input] ?? { words: input }, output: MEDIA[output] ?? { words: output } };
}
