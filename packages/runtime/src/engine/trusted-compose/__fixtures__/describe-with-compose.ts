import { spawnSync } from 'node:child_process';

const answers = (...words: [string, ...string[]]): boolean => spawnSync(words[0], words.slice(1)).status === 0;
const hasCompose = answers('docker', 'compose', 'version') || answers('docker-compose', 'version');

/** Left out on a machine without Compose, unless everything is required there. */
export const describeWithCompose = hasCompose || process.env['MEDIACONDUIT_REQUIRE'] ? describe : describe.skip;
