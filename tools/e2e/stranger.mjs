// A stranger's project: an empty folder in which packages are installed from a registry.
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { pnpm, root } from '../dev/workspace.mjs';

const runFile = promisify(execFile);
const COMMAND_TIMEOUT_MS = 900_000;

/** The environment without what npm and our own tools have added to it. */
export function cleanEnvironment(extra = {}) {
  const own = /^(npm_|NX_|MEDIACONDUIT_)/i;
  const kept = Object.entries(process.env).filter(([name]) => !own.test(name) && name !== 'NODE_TEST_CONTEXT');
  return { ...Object.fromEntries(kept), ...extra };
}

/** Runs a command; resolves to what it printed. A failure's message holds both streams. */
export async function run([command, ...args], { cwd, env }) {
  const shell = process.platform === 'win32';
  try {
    return await runFile(command, args, { cwd, env, shell, timeout: COMMAND_TIMEOUT_MS, maxBuffer: 64 << 20 });
  } catch (error) {
    throw new Error(`${[command, ...args].join(' ')}: ${error.message}\n${error.stdout}\n${error.stderr}`, {
      cause: error,
    });
  }
}

/** Publishes every package of the workspace that the registry does not have yet. */
export function publishAll(registry) {
  return run(pnpm('publish', '--recursive', '--no-git-checks'), {
    cwd: root,
    env: cleanEnvironment({ ...registry.env, CI: 'true', npm_config_fetch_retries: '0' }),
  });
}

/** An empty project in a folder of its own, with a home of its own for MediaConduit. */
export class StrangersProject {
  #base = realpathSync(mkdtempSync(join(tmpdir(), 'stranger-')));
  folder = join(this.#base, 'app');
  #env = cleanEnvironment({ MEDIACONDUIT_HOME: join(this.#base, 'home') });

  /**
   * Our packages come from the registry with this address, the others from where npm takes them on this machine; with
   * `all` they come from there too, for every package manager, and nothing from a cache of this machine.
   */
  constructor(registryUrl, { all = false } = {}) {
    this.write('package.json', JSON.stringify({ name: 'app', version: '1.0.0', private: true }));
    const scope = all ? 'registry' : '@mediaconduit:registry';
    this.write('.npmrc', `${scope}=${registryUrl}\naudit=false\nfund=false\nprefer-offline=true\n`);
    if (all) this.#takeAllFrom(registryUrl);
  }

  #takeAllFrom(registryUrl) {
    const caches = {
      npm_config_cache: 'npm',
      npm_config_store_dir: 'pnpm',
      YARN_CACHE_FOLDER: 'yarn',
      // where Yarn 4 remembers what a registry has said, and at which port
      YARN_GLOBAL_FOLDER: 'yarn-global',
    };
    for (const [name, folder] of Object.entries(caches)) this.#env[name] = join(this.#base, folder);
    this.#env.npm_config_registry = registryUrl;
    this.write('.yarnrc', `registry "${registryUrl}"\n`);
    // without a lock file of its own the nearest one above would be its project
    this.write('yarn.lock', '');
    const settings = { npmRegistryServer: registryUrl, unsafeHttpWhitelist: ['127.0.0.1'], nodeLinker: 'node-modules' };
    this.write('.yarnrc.yml', JSON.stringify({ ...settings, enableTelemetry: false, enableGlobalCache: false }));
  }

  write(path, text) {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    writeFileSync(join(this.folder, path), text);
  }

  install(...packages) {
    return this.run('npm', 'install', ...packages);
  }

  run(...command) {
    return run(command, { cwd: this.folder, env: this.#env });
  }

  remove() {
    rmSync(this.#base, { recursive: true, force: true, maxRetries: 5 });
  }
}
