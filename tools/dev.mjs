#!/usr/bin/env node
// `npm start`, `npm test` and `npm run setup`: needs nothing but Node, npm and git; everything else is fetched into this folder.
import { nodeProblem, requiredNode } from './dev/check-node.mjs';

const [command, ...args] = process.argv.slice(2);
const problem = nodeProblem(process.versions.node, requiredNode()) ?? usageProblem();
if (problem) {
  process.stderr.write(`${problem}\n`);
  process.exitCode = 2;
} else {
  // loaded only now: an older Node.js may not understand what they import
  const { [command]: run } = await import(`./dev/${command}.mjs`);
  process.exitCode = await run(args);
}

function usageProblem() {
  if (['setup', 'start', 'test'].includes(command)) return undefined;
  return 'usage: node tools/dev.mjs start [arguments of the mediaconduit command] | test | setup';
}
