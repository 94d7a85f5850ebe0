import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Rule } from '../rule/rule';
import { verdictOf } from '../rule/verdict';
import type { PackageFacts } from './package-facts';

const LEAST_CHARACTERS = 200;

/** MC-P08 */
export const hasAReadme: Rule<Pick<PackageFacts, 'folder' | 'packageJson' | 'published'>> = {
  id: 'MC-P08',
  title: 'has a README with an example',
  level: 'silver',
  checks: 'README.md is published, names the package, and has at least one block of code.',
  why: 'It is the page of the package in every registry, and the first thing that its users copy from.',
  mend: 'Write what it does, how it is installed, one call, and its options.',
  async check({ folder, packageJson, published }) {
    const name = published.find((path) => /^readme\.md$/i.test(path));
    if (name === undefined) return verdictOf(['There is no README.md.']);
    const text = await readFile(join(folder, name), 'utf8');
    return verdictOf([
      text.trim().length >= LEAST_CHARACTERS ? undefined : 'README.md says nearly nothing.',
      text.includes(String(packageJson?.name)) ? undefined : 'README.md does not name the package.',
      /^```/m.test(text) ? undefined : 'README.md shows no code.',
    ]);
  },
};
