#!/usr/bin/env node
// Looks for what the tests of Python environments need: a Python that can make one.
import { spawnSync } from 'node:child_process';

const { status } = spawnSync('python3', ['-c', 'import ensurepip, venv'], { stdio: 'ignore' });
if (status !== 0) {
  process.stderr.write('Python 3 with venv not found: install the packages python3 and python3-venv\n');
  process.exitCode = 1;
}
