import { unknownWord } from './unknown-word';

/** A program that installs npm packages. */
export type PackageManagerName = 'npm' | 'pnpm' | 'yarn' | 'bun';

/** How a package manager is told what to do, as people type it. */
export interface PackageManager {
  readonly name: PackageManagerName;
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
    install: 'bun install',
    ci: 'bun install --frozen-lockfile',
    unfrozen: 'bun install',
    run: 'bun run',
    test: 'bun run test',
    exec: 'bunx',
    pass: '',
  },
};

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
