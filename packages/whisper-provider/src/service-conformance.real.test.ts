import { conformance } from '@mediaconduit/testkit';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { keepVenvs } from './__fixtures__/real-whisper';

const home = mkdtempSync(join(tmpdir(), 'whisper-conformance-'));
keepVenvs(home);
process.env['MEDIACONDUIT_HOME'] = home;
afterAll(() => rmSync(home, { recursive: true, force: true }));

conformance(dirname(require.resolve('@mediaconduit/whisper-service/package.json')), {
  runtime: require.resolve('@mediaconduit/runtime'),
});
