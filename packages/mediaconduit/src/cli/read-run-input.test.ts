import { PassThrough, Readable } from 'node:stream';
import { join } from 'node:path';
import { isMedia, type MediaKind } from '@mediaconduit/sdk';
import { temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { readRunInput, type InputSources } from './read-run-input';

const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489', 'hex');
const WAV = Buffer.from('524946462400000057415645666d742010000000010001', 'hex');

let folder: TemporaryFolder;
beforeAll(async () => {
  folder = await temporaryFolder();
  await folder.write('a.png', PNG);
  await folder.write('b.png', PNG);
  await folder.write('speech.wav', WAV);
  await folder.write('letter.txt', 'Dear cow');
  await folder.write('talk.json', '[{"role":"user","content":"Hi"}]');
  await folder.write('noise.bin', Buffer.from([1, 2, 3, 250, 251, 0, 9]));
});
afterAll(() => folder[Symbol.asyncDispose]());

function read(kind: MediaKind, given: Partial<InputSources>) {
  const stdin = Object.assign(Readable.from([]), { isTTY: true });
  const { signal } = new AbortController();
  return readRunInput(kind, { words: [], folder: folder.path, stdin, signal, ...given });
}

/** Kinds of media in place of them, text as it is. */
function kindsIn(value: unknown): unknown {
  if (isMedia(value)) return value.kind;
  if (Array.isArray(value)) return value.map(kindsIn);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, kindsIn(inner)]));
}

describe('readRunInput', () => {
  it.each<[string, MediaKind, Partial<InputSources>, unknown]>([
    ['words of text', 'text', { words: ['Hi', 'cow'] }, 'Hi cow'],
    ['one file', 'image', { words: ['a.png'] }, 'image'],
    ['several files', 'image', { words: ['a.png', 'b.png'] }, ['image', 'image']],
    ['what is piped in', 'image', { words: ['-'], stdin: Readable.from([PNG]) }, 'image'],
    [
      'a file and what is piped in',
      'image',
      { words: ['a.png', '-'], stdin: Readable.from([PNG]) },
      ['image', 'image'],
    ],
    ['names', 'video', { named: ['audio=speech.wav', 'image=a.png'] }, { audio: 'audio', image: 'image' }],
    ['a name twice', 'image', { named: ['image=a.png', 'image=b.png'] }, { image: ['image', 'image'] }],
    ['a name in the plural', 'text', { named: ['images=a.png', 'text=What?'] }, { images: ['image'], text: 'What?' }],
    ['words beside names', 'text', { words: ['What?'], named: ['images=a.png'] }, { text: 'What?', images: ['image'] }],
    ['a file beside names', 'image', { file: 'a.png', named: ['text=What?'] }, { image: 'image', text: 'What?' }],
    [
      'names that the bytes explain',
      'video',
      { named: ['logo=a.png', 'tune=speech.wav'] },
      { logo: 'image', tune: 'audio' },
    ],
    ['a text file under its own name', 'text', { named: ['letter=letter.txt'] }, { letter: 'text' }],
    ['a text from a file', 'text', { named: ['text=@letter.txt'] }, { text: 'Dear cow' }],
    ['a text that is piped in', 'text', { named: ['prompt=-'], stdin: Readable.from(['Moo']) }, { prompt: 'Moo' }],
    ['messages', 'text', { named: ['messages=[{"role":"user"}]'] }, { messages: [{ role: 'user' }] }],
    [
      'messages from a file',
      'text',
      { named: ['messages=@talk.json'] },
      { messages: [{ role: 'user', content: 'Hi' }] },
    ],
    ['an equals sign in a value', 'text', { named: ['text=a=b'] }, { text: 'a=b' }],
    ['a name that every object has', 'text', { named: ['constructor=letter.txt'] }, { constructor: 'text' }],
  ])('reads %s', async (_what, kind, given, value) => expect(kindsIn(await read(kind, given))).toEqual(value));

  it('opens a large stream without reading it', async () => {
    const stdin = new PassThrough();
    stdin.write(Buffer.concat([WAV, Buffer.alloc(8192)]));
    expect(kindsIn(await read('audio', { words: ['-'], stdin }))).toBe('audio');
    expect(stdin.readableEnded).toBe(false);
    stdin.destroy();
  });

  it.each<[string, MediaKind, Partial<InputSources>, object]>([
    ['nothing', 'image', {}, { code: 'MC_USAGE', hint: expect.stringContaining('path or URL of image') }],
    ['words and a file', 'text', { words: ['a'], file: 'a' }, { code: 'MC_USAGE' }],
    ['stdin twice', 'image', { words: ['-'], named: ['text=-'] }, { code: 'MC_USAGE', message: /given twice/ }],
    ['the main input twice', 'text', { words: ['a'], named: ['text=b'] }, { code: 'MC_USAGE', message: /two inputs/ }],
    ['no value', 'text', { named: ['text='] }, { code: 'MC_USAGE', message: /no value/ }],
    ['no name', 'text', { named: ['a.png'] }, { code: 'MC_USAGE', message: /no name/, hint: /--input name=path/ }],
    [
      'a missing file',
      'image',
      { words: ['speach.wav'] },
      { code: 'MC_FILE_NOT_FOUND', hint: 'did you mean "speech.wav"?' },
    ],
    [
      'a missing text',
      'text',
      { file: 'leter.txt' },
      { code: 'MC_FILE_NOT_FOUND', hint: 'did you mean "letter.txt"?' },
    ],
    ['a missing folder', 'image', { words: ['x/a.png'] }, { code: 'MC_FILE_NOT_FOUND', hint: 'check the path' }],
    ['a missing named file', 'text', { named: ['logo=c.png'] }, { code: 'MC_FILE_NOT_FOUND', hint: /a\.png/ }],
    ['sound for a picture', 'text', { named: ['image=letter.txt'] }, { code: 'MC_INPUT_INVALID' }],
    ['broken messages', 'text', { named: ['messages=[{'] }, { code: 'MC_USAGE', hint: /messages=@messages\.json/ }],
    ['bytes nobody knows', 'text', { named: ['vidoe=noise.bin'] }, { code: 'MC_USAGE', hint: 'did you mean "video"?' }],
    ['an unknown name for stdin', 'text', { named: ['x=-'] }, { code: 'MC_USAGE', hint: /image, audio, video/ }],
  ])('refuses %s', async (_what, kind, given, error) => {
    const failure: unknown = await read(kind, given).catch((thrown: unknown) => thrown);
    const patterns = Object.entries(error).map(([key, value]: [string, unknown]) => [
      key,
      value instanceof RegExp ? expect.stringMatching(value) : value,
    ]);
    expect(failure).toMatchObject(Object.fromEntries(patterns));
  });

  it('takes a path relative to the folder of the call', async () => {
    const value = await read('image', { words: ['a.png'] });
    expect(JSON.parse(JSON.stringify(value))).toMatchObject({ source: { path: join(folder.path, 'a.png') } });
  });
});
