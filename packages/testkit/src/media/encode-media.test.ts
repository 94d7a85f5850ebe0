import { createWav } from './create-wav';
import { encodeMedia } from './encode-media';

describe('encodeMedia', () => {
  it('says what is missing', async () => {
    const program = '/nonexistent/ffmpeg';
    await expect(encodeMedia(createWav(), { format: 'mp3', program })).rejects.toMatchObject({
      code: 'MC_PROGRAM_MISSING',
      facts: { program },
    });
  });

  it('does not take a program for ffmpeg that writes nothing', async () => {
    await expect(encodeMedia(createWav(), { format: 'mp3', program: process.execPath })).rejects.toMatchObject({
      code: 'MC_OPTIONS_INVALID',
      message: expect.stringContaining('wrote nothing') as string,
    });
  });

  it('takes no path for a format', async () => {
    await expect(encodeMedia(createWav(), { format: '../x' })).rejects.toMatchObject({ code: 'MC_OPTIONS_INVALID' });
  });

  it('is ended by its signal', async () => {
    const signal = AbortSignal.abort();
    const program = process.execPath;
    await expect(encodeMedia(createWav(), { format: 'mp3', program, signal })).rejects.toMatchObject({
      code: 'MC_CALL_ABORTED',
    });
  });
});
