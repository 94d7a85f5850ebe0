import { parseArgs } from 'node:util';

/** How the command is used. */
export const USAGE = `usage: npm run release -- [--dry-run] [--snapshot <tag> [--all]] [--otp <code>] [--files] [--json]
  --dry-run         shows what would go out, and publishes nothing
  --snapshot <tag>  publishes what the changesets make of it as a preview, e.g. \`canary\`; the work tree stays as it is
  --all             with --snapshot: also what no changeset names, so that all under the tag belongs together
  --otp <code>      a code of your second factor, where npm wants one
  --files, --json   with --dry-run: lists every file; prints JSON
`;

const TAG = /^[a-z][a-z0-9-]*$/;

/** What the words of a command line mean, or undefined when they mean nothing. */
export function parseReleaseOptions(args) {
  const flag = { type: 'boolean', default: false };
  const text = { type: 'string' };
  try {
    const { values } = parseArgs({
      args,
      options: { 'dry-run': flag, snapshot: text, all: flag, otp: text, files: flag, json: flag, help: flag },
    });
    const { 'dry-run': dryRun, snapshot, all, otp, files, json, help } = values;
    const isTag = snapshot === undefined || (TAG.test(snapshot) && snapshot !== 'latest');
    if (!isTag || (all && !snapshot) || ((files || json) && !dryRun)) return undefined;
    return { dryRun, snapshot, all, otp, files, json, help, distTag: snapshot ?? 'latest' };
  } catch {
    return undefined;
  }
}
