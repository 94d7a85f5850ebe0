import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { eventually, temporaryFolder } from '@mediaconduit/testkit';
import { findLockCommand } from '../lock/lock-command';

const ROUNDS = process.env['TORTURE'] ? 15 : 1;
const PROGRAMS = 8;
const PROGRAM = join(__dirname, '__fixtures__', 'open-home-program.cjs');
const itWithLocks = findLockCommand(process.env['PATH'] ?? '', process.platform) ? it : it.skip;

describe('openHome', () => {
  itWithLocks(
    `gives a home to one of ${PROGRAMS} programs, and to another one when that is killed (${ROUNDS} ×)`,
    async () => {
      for (let round = 0; round < ROUNDS; round++) {
        await using folder = await temporaryFolder();
        const owners: ChildProcess[] = [];
        const waiting = new Set<ChildProcess>(
          Array.from({ length: PROGRAMS }, () => {
            const words = [PROGRAM, join(folder.path, 'home')];
            const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
            child.stdout.setEncoding('utf8').on('data', (said: string) => {
              if (said === 'mine\n') owners.push(child);
            });
            return child;
          }),
        );
        for (let killed = 0; killed < PROGRAMS; killed++) {
          await eventually(async () => expect(owners).toHaveLength(killed + 1));
          const owner = owners[killed];
          if (!owner) break;
          waiting.delete(owner);
          const ended = once(owner, 'close');
          expect(owners).toHaveLength(killed + 1); // nobody else came in beside it
          owner.kill('SIGKILL');
          await ended;
        }
        expect([owners.length, waiting.size]).toEqual([PROGRAMS, 0]);
      }
    },
    3_600_000,
  );
});
