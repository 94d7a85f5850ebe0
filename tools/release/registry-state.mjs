// What the registry has of our packages, and whether it would take more from us.
import { askNpm } from './ask-npm.mjs';
import { npmSettings } from './npm-settings.mjs';
import { isTrustedPublisher } from './provenance.mjs';
import { Refusal } from './refusal.mjs';
import { root } from '../dev/workspace.mjs';

const SCOPE = '@mediaconduit';
const AT_ONCE = 4;
const LOGGED_OUT = new Set(['E401', 'E403', 'ENEEDAUTH']);

/** The registry that the packages of our scope are published to. */
export function registryOfScope() {
  const settings = npmSettings(root);
  return settings[`${SCOPE}:registry`] ?? settings.registry;
}

/** Adds to each package what is published of it: `latest`, if any, and all `versions`. */
export async function withPublishedVersions(packages) {
  const rows = [];
  const entries = packages.entries();
  const work = async () => {
    for (const [index, item] of entries) rows[index] = { ...item, ...(await publishedVersions(item)) };
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return rows;
}

/** Whether the registry has the version that a package with its published versions holds. */
export function isPublished({ version, versions }) {
  return versions.includes(version);
}

async function publishedVersions({ name }) {
  const { answer, problem } = await askNpm('view', name, 'versions', 'dist-tags');
  if (problem?.code === 'E404') return { latest: undefined, versions: [] };
  if (problem) throw new Refusal(`the registry does not say which versions of ${name} there are: ${problem.summary}`);
  return { latest: answer['dist-tags'].latest, versions: [answer.versions].flat() };
}

/** Why the registry would not take a package from us, as a sentence that says what to do. */
export async function loginProblems(registry) {
  // somebody who is trusted by the name of the repository has no token
  if (isTrustedPublisher(process.env)) return [];
  const { problem } = await askNpm('whoami', '--registry', registry);
  if (!problem) return [];
  if (!LOGGED_OUT.has(problem.code)) return [`${registry} does not answer: ${problem.summary}`];
  const login = `run \`npm login --registry ${registry}\`, or mend the token in your .npmrc`;
  return [`npm has no valid token for ${registry}: ${login}`];
}
