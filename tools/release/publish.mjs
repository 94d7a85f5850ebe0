import { runCommand } from '../dev/run-command.mjs';
import { pnpm } from '../dev/workspace.mjs';
import { hasProvenance } from './provenance.mjs';
import { isPublished, withPublishedVersions } from './registry-state.mjs';
import { say } from './say.mjs';

/** Publishes packages in the order of their dependencies and tags what is no snapshot. Resolves to the exit code. */
export async function publish(rows, options) {
  const code = await runCommand(publishCommand(rows, options), { env: publishEnvironment(process.env) });
  if (code !== 0) return sayHowFar(rows, options);
  return options.snapshot ? 0 : tag();
}

/** Tags every version that has no tag yet, also those of a run that ended between publishing and tagging. */
export async function tag() {
  const code = await runCommand(['changeset', 'tag'], {});
  if (code === 0) say('Send the tags with `git push --follow-tags`.');
  return code;
}

function publishCommand(rows, { distTag, otp }) {
  const filters = rows.flatMap(({ name }) => ['--filter', name]);
  const code = otp ? ['--otp', otp] : [];
  const flags = ['--no-git-checks', '--access', 'public', '--tag', distTag, ...code];
  return pnpm(...filters, 'publish', '--recursive', ...flags);
}

/** What npm needs to know besides: where a job can prove what a package was made from, it does. */
export function publishEnvironment(env) {
  return hasProvenance(env) ? { npm_config_provenance: 'true' } : {};
}

async function sayHowFar(rows, { snapshot }) {
  const now = await withPublishedVersions(rows);
  const list = (wanted) => now.filter((row) => isPublished(row) === wanted).map(({ gitTag }) => `\n  ${gitTag}`);
  const [done, open] = [list(true), list(false)];
  say(`\nPublished:${done.join('') || ' nothing'}\nNot published:${open.join('') || ' nothing that was to be'}`);
  const again = snapshot ? 'it makes another snapshot' : 'it goes on where it stopped';
  say(`Mend what npm says above and run the same command again: ${again}.`);
  return 1;
}
