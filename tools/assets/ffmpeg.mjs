#!/usr/bin/env node
// Looks for the programs that the tests of the ffmpeg provider drive.
import { requirePrograms } from './require-programs.mjs';

requirePrograms(['ffmpeg', 'ffprobe'], { package: 'ffmpeg', versionFlag: '-version' });
