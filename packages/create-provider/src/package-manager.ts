import { unknownWord } from './unknown-word';

/** A program that installs npm packages. */
export type PackageManagerName = 'npm' | 'pnpm' | 'yarn' | 'bun';

/** How a package manager is told what to do, as people type it. */
export interface PackageManager {
  readonly name: PackageManagerName;
  /** The steps of a workflow on GitHub that bring it, after those that bring Node.js. */
  readonly setUp: string;
  readonly install: string;
  /** Installs exactly what the lock file says. */
  readonly ci: string;
  /** Installs what package.json says, also in CI, and whatever the lock file says. */
  readonly unfrozen: string;
  /** Before the name of a script. */
  readonly run: string;
  readonly test: string;
  /** Before the name of an installed command. */
  readonly exec: string;
  /** Between a script and flags for it. */
  readonly pass: string;
}

const MANAGERS: Readonly<Record<PackageManagerName, PackageManager>> = {
  npm: {
    name: 'npm',
    setUp: '',
    install: 'npm install',
    ci: 'npm ci',
    unfrozen: 'npm install',
    run: 'npm run',
    test: 'npm test',
    exec: 'npx',
    pass: '-- ',
  },
  pnpm: {
    name: 'pnpm',
    setUp: stepLines('uses: pnpm/action-setup@v4', 'with:', '  version: 10'),
    install: 'pnpm install',
    ci: 'pnpm install --frozen-lockfile',
    unfrozen: 'pnpm install --no-frozen-lockfile',
    run: 'pnpm run',
    test: 'pnpm test',
    exec: 'pnpm exec',
    pass: '',
  },
  yarn: {
    name: 'yarn',
    setUp: stepLines('run: corepack enable'),
    install: 'yarn install',
    ci: 'yarn install --immutable',
    unfrozen: 'yarn install --no-immutable',
    run: 'yarn run',
    test: 'yarn test',
    exec: 'yarn run',
    pass: '',
  },
  bun: {
    name: 'bun',
    setUp: stepLines('uses: oven-sh/setup-bun@v2'),
    install: 'bun install',
    ci: 'bun install --frozen-lockfile',
    unfrozen: 'bun install',
    run: 'bun run',
    test: 'bun run test',
    exec: 'bunx',
    pass: '',
  },
};

/** One step of a job, as a workflow writes it. */
function stepLines(first: string, ...others: readonly string[]): string {
  return [`      - ${first}\n`, ...others.map((line) => `        ${line}\n`)].join('');
}

/** The package managers there are words for. */
export const PACKAGE_MANAGER_NAMES = Object.keys(MANAGERS) as readonly PackageManagerName[];

/** By its name. @throws `MC_USAGE` */
export function parsePackageManager(value: string): PackageManager {
  const name = PACKAGE_MANAGER_NAMES.find((known) => known === value);
  if (name) return MANAGERS[name];
  throw unknownWord('--package-manager', value, PACKAGE_MANAGER_NAMES);
}

/** The one that has started this program, as its user agent says; npm when nobody says anything. */
export function detectPackageManager(environment: NodeJS.ProcessEnv): PackageManager {
  const [agent = ''] = (environment['npm_config_user_agent'] ?? '').split('/');
  return MANAGERS[PACKAGE_MANAGER_NAMES.find((name) => name === agent) ?? 'npm'];
}
