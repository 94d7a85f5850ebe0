import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** What a sample shows and sounds like. */
export interface Sample {
  readonly seconds?: number;
  /** A colour of ffmpeg, or `test` for a moving picture; none for sound alone. */
  readonly picture?: string;
  readonly size?: string;
  readonly fps?: number;
  /** Hz; 0 is silence; none for a picture alone. */
  readonly tone?: number;
  /** Further switches before the file. */
  readonly switches?: readonly string[];
}

const RATE = 44_100;

/** Runs a program of ffmpeg to its end, and answers both its outputs. */
export function run(program: 'ffmpeg' | 'ffprobe', argv: readonly string[]): { stdout: Buffer; stderr: string } {
  const { error, status, stdout, stderr } = spawnSync(program, argv, { maxBuffer: 1e9 });
  if (error) throw new Error(`these tests need ${program}: apt-get install ffmpeg (${error.message})`);
  if (status !== 0) throw new Error(`${program} ${argv.join(' ')}: ${stderr.toString()}`);
  return { stdout, stderr: stderr.toString() };
}

/** Makes a file with ffmpeg's own sources; its extension says the format. */
export function makeMedia(folder: string, name: string, sample: Sample): string {
  const { seconds = 2, picture, size = '160x120', fps = 25, tone, switches = [] } = sample;
  const file = join(folder, name);
  const rate = `size=${size}:rate=${fps}`;
  const film = picture === 'test' ? `testsrc2=${rate}` : `color=${picture}:${rate}`;
  const sound = tone === 0 ? 'anullsrc=r=44100:cl=mono' : `sine=frequency=${tone}:sample_rate=44100`;
  const inputs = [
    ...(picture ? ['-f', 'lavfi', '-i', film] : []),
    ...(tone === undefined ? [] : ['-f', 'lavfi', '-i', sound]),
  ];
  const coding = picture ? ['-pix_fmt', 'yuv420p', ...(name.endsWith('.webm') ? [] : ['-preset', 'ultrafast'])] : [];
  run('ffmpeg', ['-v', 'error', '-y', ...inputs, '-t', String(seconds), ...coding, ...switches, file]);
  return file;
}

/** Makes one picture of one colour. */
export function makePicture(folder: string, name: string, color: string, size = '160x120'): string {
  const file = join(folder, name);
  run('ffmpeg', ['-v', 'error', '-y', '-f', 'lavfi', '-i', `color=${color}:size=${size}`, '-frames:v', '1', file]);
  return file;
}

/** The colour of one pixel at one time, as [red, green, blue]. */
export function colorAt(file: string, seconds: number, x = 80, y = 60): number[] {
  const pixel = ['-vf', `crop=2:2:${x}:${y},format=rgb24`, '-frames:v', '1', '-f', 'rawvideo', '-'];
  const seek = seconds > 0 ? ['-ss', String(seconds)] : [];
  return [...run('ffmpeg', ['-v', 'error', ...seek, '-i', file, ...pixel]).stdout.subarray(0, 3)];
}

/** Mean volume in dB of a part of a file. */
export function volumeOf(file: string, from = 0, seconds = 1): number {
  const part = [
    '-ss',
    String(from),
    '-t',
    String(seconds),
    '-i',
    file,
    '-vn',
    '-af',
    'volumedetect',
    '-f',
    'null',
    '-',
  ];
  return Number(/mean_volume: (-?[\d.]+) dB/.exec(run('ffmpeg', ['-hide_banner', ...part]).stderr)?.[1] ?? NaN);
}

/** Integrated loudness of a file in LUFS. */
export function loudnessOf(file: string): number {
  const { stderr } = run('ffmpeg', ['-hide_banner', '-i', file, '-vn', '-af', 'ebur128', '-f', 'null', '-']);
  return Number(/I:\s+(-?[\d.]+) LUFS\s+Threshold/.exec(stderr)?.[1] ?? NaN);
}

/** Seconds that a file really holds, by decoding it. */
export function secondsOf(file: string, stream: 'v' | 'a'): number {
  const decode = ['-v', 'error', '-i', file, '-map', `0:${stream}:0`, '-f', 'null', '-progress', 'pipe:1', '-'];
  const times = [
    ...run('ffmpeg', decode)
      .stdout.toString()
      .matchAll(/out_time_us=(\d+)/g),
  ];
  return Number(times.at(-1)?.[1] ?? 0) / 1e6;
}

/** The strongest tone of a part of a file in Hz, by counting where the wave crosses zero. Decodes from the beginning: jumping into an MP3 begins with silence. */
export function toneOf(file: string, from = 0.2, seconds = 0.5): number {
  const decode = ['-v', 'error', '-i', file, '-vn', '-ac', '1', '-ar', String(RATE), '-f', 's16le', '-'];
  const { stdout } = run('ffmpeg', decode);
  const whole = new Int16Array(stdout.buffer, stdout.byteOffset, Math.floor(stdout.length / 2));
  const samples = whole.subarray(from * RATE, (from + seconds) * RATE);
  let crossings = 0;
  for (let at = 1; at < samples.length; at += 1)
    if ((samples[at - 1] ?? 0) < 0 && (samples[at] ?? 0) >= 0) crossings += 1;
  return crossings / (samples.length / RATE);
}
