import { ffmpegFault, unreadableInput } from './ffmpeg-fault';

const BANNER = 'ffmpeg version 5.1.9 Copyright (c) the FFmpeg developers\n  configuration: --enable-gpl\n';

describe('ffmpegFault', () => {
  it.each<[string, number, string, number]>([
    ['av_interleaved_write_frame(): No space left on device', 1, 'no-space', 507],
    ['Error while opening encoder: Cannot allocate memory', 1, 'out-of-memory', 507],
    ["Stream map '0:a' matches no streams.", 1, 'invalid-input', 422],
    ['file:0: Invalid data found when processing input', 1, 'invalid-input', 422],
    ['[hls @ 0x55d10efcb280] Format not on whitelist', 1, 'invalid-input', 422],
    ['[libx264 @ 0x1] width not divisible by 2 (301x200)', 1, 'invalid-options', 422],
    ['something nobody has seen', 1, 'ffmpeg-failed', 500],
  ])('reads %j', (said, exitCode, code, status) => {
    const fault = ffmpegFault({ exitCode, endedBy: null, stderr: `${BANNER}${said}\nConversion failed!\n` });
    expect(fault).toMatchObject({ code, status });
    expect(fault.message).not.toMatch(/ffmpeg version|configuration|0x/);
    if (said !== '') expect(fault.extra?.['detail']).toBe(said.replace(/ @ 0x[0-9a-f]+/, ''));
  });

  it.each<[NodeJS.Signals, string, string, number]>([
    ['SIGKILL', 'out-of-memory', 'not enough memory', 507],
    ['SIGSEGV', 'ffmpeg-failed', 'ended by SIGSEGV', 500],
    ['SIGTERM', 'ffmpeg-failed', 'ended by SIGTERM', 500],
  ])('reads the death by %s', (endedBy, code, text, status) => {
    const fault = ffmpegFault({ exitCode: null, endedBy, stderr: '' });
    expect(fault).toMatchObject({ code, status, message: expect.stringContaining(text) });
  });

  it('names the file that cannot be read', () => {
    expect(unreadableInput('moov atom not found', 'the file "a.mp4"').message).toMatch(/^the file "a.mp4" is broken/);
  });
});
