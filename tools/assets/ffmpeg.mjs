#!/usr/bin/env node
// Looks for what the tests of the ffmpeg provider drive: the programs, and a font for texts over a picture.
import { spawnSync } from 'node:child_process';
import { requirePrograms } from './require-programs.mjs';

requirePrograms(['ffmpeg', 'ffprobe'], { package: 'ffmpeg', versionFlag: '-version' });
if (process.exitCode === undefined) requireFont();

function requireFont() {
  const picture = [
    '-f',
    'lavfi',
    '-i',
    'color=size=64x64',
    '-vf',
    'drawtext=text=a',
    '-frames:v',
    '1',
    '-f',
    'null',
    '-',
  ];
  const { status } = spawnSync('ffmpeg', ['-nostdin', '-v', 'error', ...picture], { stdio: 'ignore' });
  if (status === 0) return;
  process.stderr.write('ffmpeg finds no font: install the package fonts-dejavu-core\n');
  process.exitCode = 1;
}
