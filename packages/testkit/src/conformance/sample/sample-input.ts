import { Audio, Image, Model3D, Text, Video, type Capability, type Media, type MediaKind } from '@mediaconduit/sdk';
import { sampleFile } from './sample-bytes';

/** What goes in, and what comes out. */
export function kindsOf(capability: Capability): { readonly input: MediaKind; readonly output: MediaKind } {
  const [input, output] = capability.split('-to-') as [MediaKind, MediaKind]; // every capability has this form
  return { input, output };
}

/** An input that any model of the capability should take. */
export function sampleInput(capability: Capability): Media {
  return sampleOf(kindsOf(capability).input);
}

/** A value of that kind; text for those that are not made of bytes. */
export function sampleOf(kind: MediaKind, seconds?: number): Media {
  switch (kind) {
    case 'image':
      return Image.fromBytes(sampleFile(kind).bytes);
    case 'audio':
      return Audio.fromBytes(sampleFile(kind, seconds).bytes);
    case 'video':
      return Video.fromBytes(sampleFile(kind, seconds).bytes);
    case '3d':
      return Model3D.fromBytes(sampleFile(kind).bytes);
    default:
      return new Text('Hello');
  }
}
