// A workspace with the tools of this one and three small packages: what a release does is seen in seconds.
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { root } from '../dev/workspace.mjs';
import { cleanEnvironment, run } from './stranger.mjs';

const SHARED = [
  '.changeset/config.json',
  '.gitignore',
  'LICENSE',
  'nx.json',
  'pnpm-lock.yaml',
  'pnpm-workspace.yaml',
  'tsconfig.base.json',
];
const IDENTITY = {
  GIT_AUTHOR_NAME: 'release',
  GIT_AUTHOR_EMAIL: 'release@localhost',
  GIT_COMMITTER_NAME: 'release',
  GIT_COMMITTER_EMAIL: 'release@localhost',
};
const BASE = '@mediaconduit/base';
const SERVICE = '@mediaconduit/echo-service';
const PROVIDER = '@mediaconduit/echo-provider';

/** `echo-provider` depends on `echo-service` and wants `base` as its peer. */
export class SmallWorkspace {
  #base = realpathSync(mkdtempSync(join(tmpdir(), 'small-workspace-')));
  folder = join(this.#base, 'clone');

  constructor() {
    for (const path of SHARED) cpSync(join(root, path), join(this.folder, path));
    for (const name of ['dev', 'release'])
      cpSync(join(root, 'tools', name), join(this.folder, 'tools', name), { recursive: true });
    const { packageManager, engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    this.#writeJson('package.json', { name: 'small-workspace', private: true, packageManager, engines });
    this.#addPackage('packages/base', { name: BASE });
    this.#addPackage('services/echo-service', { name: SERVICE });
    this.#addPackage('packages/echo-provider', {
      name: PROVIDER,
      dependencies: { [SERVICE]: 'workspace:^' },
      peerDependencies: { [BASE]: 'workspace:^' },
    });
    this.#link('node_modules', join(root, 'node_modules'));
    this.#link(`packages/echo-provider/node_modules/${SERVICE}`, join(this.folder, 'services/echo-service'));
    this.#link(`packages/echo-provider/node_modules/${BASE}`, join(this.folder, 'packages/base'));
  }

  /** Makes the first commit, on main. */
  async init() {
    await this.git('init', '--quiet', '--initial-branch', 'main');
    this.write('.git/info/exclude', 'node_modules\n');
    await this.commit('first');
  }

  /** Runs a script of tools/release; rejects with what it printed. */
  script(name, args = [], environment = {}) {
    return this.run([process.execPath, `tools/release/${name}.mjs`, ...args], environment);
  }

  run(command, environment = {}) {
    return run(command, { cwd: this.folder, env: this.environment(environment) });
  }

  environment(extra = {}) {
    return cleanEnvironment({ ...IDENTITY, npm_config_fetch_retries: '0', ...extra });
  }

  async git(...words) {
    return (await this.run(['git', ...words])).stdout.trim();
  }

  async commit(message) {
    await this.git('add', '--all');
    await this.git('commit', '--quiet', '--allow-empty', '--message', message);
  }

  write(path, text) {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    writeFileSync(join(this.folder, path), text);
  }

  read(path) {
    return readFileSync(join(this.folder, path), 'utf8');
  }

  /** A changeset, not committed. */
  addChangeset(name, releases, text = 'What the user sees.') {
    const lines = Object.entries(releases).map(([packageName, bump]) => `'@mediaconduit/${packageName}': ${bump}\n`);
    this.write(`.changeset/${name}.md`, `---\n${lines.join('')}---\n\n${text}\n`);
  }

  remove() {
    rmSync(this.#base, { recursive: true, force: true, maxRetries: 5 });
  }

  /** Data only: whether types resolve is seen on the real packages, and takes a second for each. */
  #addPackage(folder, { name, ...ranges }) {
    this.#writeJson(`${folder}/package.json`, {
      name,
      version: '1.0.0',
      description: 'For a test.',
      license: 'MIT',
      type: 'commonjs',
      exports: { './package.json': './package.json' },
      files: ['data'],
      sideEffects: false,
      engines: { node: '>=20.19' },
      publishConfig: { access: 'public' },
      scripts: { prepublishOnly: 'node ../../tools/release/refuse-npm-publish.mjs' },
      ...ranges,
      nx: { includedScripts: [], targets: { build: { command: 'node -e 0' }, pack: {} } },
    });
    this.write(`${folder}/README.md`, `# ${name}\n`);
    this.write(`${folder}/data/a.json`, '{}\n');
  }

  #writeJson(path, value) {
    this.write(path, `${JSON.stringify(value, undefined, 2)}\n`);
  }

  #link(path, target) {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    symlinkSync(target, join(this.folder, path), 'junction');
  }
}
