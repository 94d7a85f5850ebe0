import type { Rule } from '../rule/rule';
import { verdictOf } from '../rule/verdict';
import type { PackageFacts } from './package-facts';

const SURPLUS = [
  /(^|\/)\.env(\.|$)/,
  /(^|\/)\.npmrc$/,
  /(^|\/)__(fixtures|tests|mocks)__\//,
  /\.(test|spec)(-d)?\.[cm]?[jt]sx?$/,
  /\.tsbuildinfo$/,
  /\.log$/,
  /\.tgz$/,
];

const MOST_NAMED = 5;

/** MC-P09 */
export const publishesNothingElse: Rule<PackageFacts> = {
  id: 'MC-P09',
  title: 'publishes nothing else',
  level: 'silver',
  checks: 'No file that would be published is a test, a fixture, a log, build information, `.env` or `.npmrc`.',
  why: 'Keys leak that way, and everybody who installs the package downloads what nobody runs.',
  mend: 'Name under `files` what is needed, and take the rest out with entries such as `!dist/**/*.test.js`.',
  check({ published }) {
    const surplus = published.filter((path) => SURPLUS.some((pattern) => pattern.test(path)));
    const named = surplus.slice(0, MOST_NAMED).map((path) => `${path} would be published.`);
    const more = surplus.length - named.length;
    return verdictOf(more > 0 ? [...named, `So would ${more} more.`] : named);
  },
};
