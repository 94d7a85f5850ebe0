#!/usr/bin/env node
// Looks for the program that speaks in the tests of the whisper provider.
import { requirePrograms } from './require-programs.mjs';

requirePrograms(['espeak-ng'], { package: 'espeak-ng', versionFlag: '--version' });
