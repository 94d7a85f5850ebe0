import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Rule } from '../rule/rule';
import { notApplicable, verdictOf } from '../rule/verdict';
import type { ServiceSubject } from './service-subject';

/** MC-S10 */
export const locksItsPackages: Rule<ServiceSubject> = {
  id: 'MC-S10',
  title: 'locks its Python packages by hash',
  level: 'silver',
  checks: 'Each requirement in the lock of `process.python` has a version and at least one `--hash`.',
  why: 'Without hashes pip installs whatever a registry, or somebody in between, answers today.',
  mend: '`pip-compile --generate-hashes`, or `uv pip compile --generate-hashes`.',
  async check({ facts: { definition, folder } }) {
    const lock = definition?.process?.python?.lock;
    if (lock === undefined) return notApplicable('it has no Python packages');
    const text = await readFile(resolve(folder, lock), 'utf8').catch(() => ''); // MC-S02 says that it is missing
    const lines = text.replace(/\\\r?\n/g, ' ').split(/\r?\n/);
    const requirements = lines
      .map((line) => line.replace(/(^|\s)#.*$/, '').trim())
      .filter((line) => /^[A-Za-z0-9]/.test(line));
    const loose = requirements.filter((line) => !line.includes('--hash=') || !line.includes('=='));
    return verdictOf(loose.map((line) => `${line.split(' ')[0] ?? line} has no version or no hash.`));
  },
};
