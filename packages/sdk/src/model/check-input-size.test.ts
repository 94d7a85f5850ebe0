import { Readable } from 'node:stream';
import { Audio } from '../media/audio';
import { checkInputSize } from './check-input-size';

const info = { id: 'echo', limits: { maxInputBytes: 3 } };
const bytes = (count: number): Audio => Audio.fromBytes(Buffer.alloc(count));

describe('checkInputSize', () => {
  it('refuses what is larger than the model takes', async () => {
    await expect(checkInputSize(bytes(4), info)).rejects.toMatchObject({
      code: 'MC_INPUT_TOO_LARGE',
      message: 'The file has 4 bytes; echo takes 3.',
      hint: expect.stringContaining('smaller'),
      facts: { model: 'echo', sizeBytes: 4, maxInputBytes: 3 },
    });
  });

  it('names the input, and says what else can be done', async () => {
    const options = { name: 'sound', hint: 'compress it' };
    await expect(checkInputSize(bytes(4), info, options)).rejects.toMatchObject({
      message: expect.stringContaining('The sound has'),
      hint: 'compress it',
    });
  });

  it('takes what is as large as the limit, and everything where there is none', async () => {
    await expect(checkInputSize(bytes(3), info)).resolves.toBeUndefined();
    await expect(checkInputSize(bytes(4), { id: 'echo' })).resolves.toBeUndefined();
    await expect(checkInputSize(bytes(4), { id: 'echo', limits: { maxTextLength: 1 } })).resolves.toBeUndefined();
  });

  it('lets a stream pass unread', async () => {
    const stream = Readable.from([Buffer.alloc(4)]);
    await checkInputSize(Audio.fromStream(stream), info);
    expect(stream.readableDidRead).toBe(false);
  });

  it('ends with the call', async () => {
    const late = AbortSignal.abort(new DOMException('late', 'TimeoutError'));
    await expect(checkInputSize(bytes(4), info, { signal: late })).rejects.toMatchObject({ code: 'MC_CALL_TIMEOUT' });
  });
});
