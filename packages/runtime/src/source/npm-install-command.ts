import type { NpmIdentifier } from './identifier';

/** For people to copy into any shell; the grammar of identifiers leaves nothing in a range that quotes do not hold. */
export function npmInstallCommand({ name, range }: NpmIdentifier): string {
  if (range === '*') return `npm install ${name}`;
  const operand = `${name}@${range}`;
  return `npm install ${/^[\w@/.-]+$/.test(operand) ? operand : `"${operand}"`}`;
}
