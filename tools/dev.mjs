#!/usr/bin/env node
// `npm start` and `npm test`: needs nothing but Node, npm and git; everything else is fetched into this folder.
import { start } from './dev/start.mjs';
import { test } from './dev/test.mjs';

const [command, ...args] = process.argv.slice(2);
const commands = { start, test };

if (!Object.hasOwn(commands, command)) {
  process.stderr.write('usage: node tools/dev.mjs start [arguments of the mediaconduit command] | test\n');
  process.exit(2);
}
process.exitCode = await commands[command](args);
