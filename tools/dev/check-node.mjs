import { readFileSync } from 'node:fs';

/** Why this Node.js cannot run the workspace, or undefined. `range` is `engines.node`, of the form `>=20.19`. */
export function nodeProblem(version, range) {
  const [major, minor] = range.replace('>=', '').split('.').map(Number);
  const [ownMajor, ownMinor] = version.split('.').map(Number);
  if (ownMajor > major || (ownMajor === major && ownMinor >= minor)) return undefined;
  return `MediaConduit needs Node.js ${major}.${minor} or newer; this is ${version}. See https://nodejs.org/en/download`;
}

/** The range that package.json asks for. */
export function requiredNode() {
  return JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).engines.node;
}
