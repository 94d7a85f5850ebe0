import type { Readable } from 'node:stream';
import type { Capability } from '../capability';
import { Audio } from './audio';
import type { Embedding } from './embedding';
import { Image } from './image';
import type { InputOf, OutputOf } from './media-of';
import { isMedia, type Media } from './media';
import type { AudioRole, TextRole } from './media-role';
import { Model3D } from './model3d';
import { Text } from './text';
import { toMedia } from './to-media';
import { Video } from './video';

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <A, B>(equal: Equal<A, B>): Equal<A, B> => equal;
declare const bytes: Buffer;
declare const stream: Readable;

// What goes in and comes out follows from a literal capability; otherwise it is any media.
same<OutputOf<'text-to-image'>, Image>(true);
same<OutputOf<'audio-to-text'>, Text>(true);
same<OutputOf<'text-to-3d'>, Model3D>(true);
same<OutputOf<'text-to-embedding'>, Embedding>(true);
same<OutputOf<Capability>, Media>(true);
const text: InputOf<'text-to-text'>[] = ['moo', new Text('moo'), ['a', new Text('b')], { messages: [] }];
const audio: InputOf<'audio-to-text'>[] = ['a.wav', bytes, stream, new Audio(bytes), [bytes], { audio: bytes }];
// @ts-expect-error bytes are no text
const wrong: InputOf<'text-to-text'> = bytes;

// Constructors of the original core: the order of the parameters differs from class to class.
new Text('moo', 'en', 0.5, { a: 1 }, { url: 'x' });
new Audio(bytes, { url: 'x' }, { format: 'mp3' });
new Image(bytes, 'png', { url: 'x', localPath: 'y', fileSize: 3 }, { url: 'x', localPath: 'y', sourceFile: 'z' });
new Video(bytes, 'mp4', { url: 'x' }, { url: 'x' });
// @ts-expect-error the second parameter of an image is its format
new Image(bytes, { format: 'png' });

// Static forms give the class they are called on, and subclasses theirs.
same<ReturnType<typeof Image.fromBytes<Image>>, Image>(true);
class Drawing extends Image {
  readonly pencil = 'HB';
}
const drawing: string = Drawing.fromFile('a.png').pencil + Drawing.fromUrl('data:,').pencil;
const video: Video = Video.fromStream(stream);
const model: Model3D = Model3D.fromBytes(bytes);
const read: Promise<Text> = Text.fromFile('a.txt');
// @ts-expect-error a film is no picture
const picture: Image = Video.fromBytes(bytes);

// asRole gives the class that was asked for; values pass as roles of the original core.
const played: Audio = new Text('moo').asRole(Audio, 'some-model');
const roles: [TextRole, AudioRole] = [new Text('moo'), new Audio(bytes)];
declare const anything: unknown;
const content: string | undefined = isMedia(anything, 'text') ? anything.content : undefined;
const sound: Audio = toMedia('audio', 'a.wav');

export const used = [text, audio, wrong, drawing, video, model, read, picture, played, roles, content, sound];
