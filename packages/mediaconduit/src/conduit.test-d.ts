import type { Audio, Image, Model, Text } from '@mediaconduit/sdk';
import { $, $$, conduit } from './index';

// a literal capability types the call
void (conduit.model('p:m', { capability: 'text-to-text' }) satisfies Promise<Model<'text-to-text'>>);
void (async () => {
  const image = await conduit.model('p', { capability: 'text-to-image' });
  (await image.transform('a cow')) satisfies Image;
  // @ts-expect-error a text model takes no number
  void image.transform(3);

  (await $('p')('m')('Hello')).content satisfies string;
  (await $('p')('m', 'text-to-audio')('Hello')) satisfies Audio;
  const provider = await conduit.provider('p');
  (await $$(provider)('m')('Hello', { any: 1, timeoutMs: 5 })) satisfies Text;
  const model = await (await $('p'))('m');
  (await model('Hello')) satisfies Text;
});
