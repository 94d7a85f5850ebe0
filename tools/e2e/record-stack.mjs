#!/usr/bin/env node
// Writes docs/recordings/stack.md: what a terminal shows of a stack that starts, runs and breaks. Needs tmux; build first.
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { cliEntry, root } from '../dev/workspace.mjs';
import { StackProject } from './stack/stack-project.mjs';
import { Terminal } from './stack/terminal.mjs';

const WEB = `process: { command: [node, web.cjs], port: { log: 'port (\\d+)' } }
    readiness: { path: / }`;
const STACK = `name: shop
services:
  cow:
    use: cowsay-service
  search:
    ${WEB}
    environment: { START_MS: '2000' }
  web:
    ${WEB}
    dependsOn: [cow, search]
`;
const BARN = `  barn:
    ${WEB}
    environment: { LIVES_MS: '400' }
    restart: { delayMs: 300, maxRestarts: 2 }
`;
const FRAMES = 3;

const project = new StackProject();
const terminal = new Terminal({ folder: project.folder, environment: environmentWithCommand() });
try {
  const blocks = [`$ cat mediaconduit.yml\n${STACK}`, ...(await record())];
  const intro = 'Written by `node tools/e2e/record-stack.mjs` from a terminal of 100 columns; do not edit.';
  const parts = blocks.map((text) => `\`\`\`text\n${text.trimEnd()}\n\`\`\``);
  writeFileSync(
    join(root, 'docs', 'recordings', 'stack.md'),
    `# A stack in the terminal\n\n${intro}\n\n${parts.join('\n\n')}\n`,
  );
} finally {
  await project.succeed('down', '--all');
  terminal.close();
  await project.remove();
}

async function record() {
  project.writeText(STACK);
  terminal.type('mediaconduit up --wait');
  const starting = await terminal.frameWith((text) => text.includes('ready') && !text.includes('is up'), 20_000);
  const started = await terminal.ended();
  terminal.type('mediaconduit status --watch');
  await terminal.frameWith((text) => text.includes('ready'), 20_000);
  project.writeText(`${STACK}${BARN}`);
  const frames = await watched((text) => text.includes('barn'));
  terminal.interrupt();
  await project.succeed('down');
  project.writeText(`${STACK}${BARN}`.replace("LIVES_MS: '400'", "LIVES_MS: '400', START_MS: '5000'"));
  terminal.type('mediaconduit up --wait');
  return [starting, started, ...frames, await terminal.ended()];
}

/** Those that differ, one second apart, from the first that is wanted. */
async function watched(isWanted) {
  await terminal.frameWith(isWanted, 20_000);
  const frames = [terminal.frame()];
  while (frames.length < FRAMES) {
    await pause(1000);
    frames.push(terminal.frame());
  }
  return frames;
}

function environmentWithCommand() {
  const folder = join(project.base, 'bin');
  mkdirSync(folder);
  const command = join(folder, 'mediaconduit');
  writeFileSync(command, `#!/bin/sh\nexec node ${cliEntry} "$@"\n`);
  chmodSync(command, 0o755);
  return { ...project.environment, PATH: `${folder}${delimiter}${process.env.PATH}` };
}
