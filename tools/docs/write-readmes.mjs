#!/usr/bin/env node
// `npm run docs:readmes` writes the part of each provider's README that its manifest and its code make; `--check` changes
// nothing, and fails where it is out of date.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../dev/workspace.mjs';

const COMMAND = join(root, 'packages', 'mediaconduit', 'bin', 'mediaconduit.js');
const folders = readdirSync(join(root, 'packages')).map((name) => join('packages', name));

for (const folder of folders) {
  if (!existsSync(join(root, folder, 'MediaConduit.provider.yml'))) continue;
  const words = ['readme', folder, ...process.argv.slice(2)];
  const { status } = spawnSync(process.execPath, [COMMAND, ...words], { cwd: root, stdio: 'inherit' });
  process.exitCode ||= status ?? 1;
}
