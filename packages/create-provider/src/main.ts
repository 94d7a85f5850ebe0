#!/usr/bin/env node
import { runCommandLine } from './command-line';
import { terminalQuestions } from './terminal-questions';

const cancel = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => cancel.abort());

void runCommandLine(process.argv.slice(2), {
  folder: process.cwd(),
  environment: process.env,
  signal: cancel.signal,
  isTerminal: process.stdin.isTTY && process.stdout.isTTY,
  questions: terminalQuestions(),
  stdout: (text) => process.stdout.write(text),
  stderr: (text) => process.stderr.write(text),
}).then((exitCode) => (process.exitCode = exitCode));
