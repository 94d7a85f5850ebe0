import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { assetFolder, makeOnce } from '../assets/asset-folder.mjs';

const SPEECH =
  'A cow walks into a library and asks for a book about the moon. The librarian gives her three books and a lamp. ' +
  'The cow reads until the morning comes, and then she says thank you.';
const VOICE = ['-v', 'en-us', '-s', '150'];
const PICTURE = 'testsrc2=size=640x360:rate=25';
const ENCODING = ['-c:v', 'mpeg4', '-q:v', '5', '-c:a', 'aac', '-shortest'];

/** Programs that make the film, and what brings them. */
const MAKERS = { ffmpeg: '-version', 'espeak-ng': '--version' };

/** The programs that are missing here to make the film. */
export function missingMakers() {
  return Object.entries(MAKERS)
    .filter(([name, flag]) => spawnSync(name, [flag], { stdio: 'ignore' }).error)
    .map(([name]) => name);
}

/** Resolves to the path of a film in which somebody speaks; it is made once. */
export async function makeSpeakingVideo() {
  const folder = await makeOnce(assetFolder('demo-video', { SPEECH, VOICE, PICTURE, ENCODING }), make);
  return join(folder, 'film.mp4');
}

function make(folder) {
  const speech = join(folder, 'speech.wav');
  run('espeak-ng', [...VOICE, '-w', speech, SPEECH]);
  const inputs = ['-f', 'lavfi', '-i', PICTURE, '-i', speech];
  run('ffmpeg', ['-nostdin', '-v', 'error', ...inputs, ...ENCODING, join(folder, 'film.mp4')]);
}

function run(command, args) {
  const { error, status, stderr } = spawnSync(command, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  if (status !== 0) throw new Error(`${command} failed: ${error?.message ?? stderr}`);
}
