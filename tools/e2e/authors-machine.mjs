// The machine of somebody who writes a provider: a home of its own, a registry, and a shell that remembers its folder.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { npmSettings } from '../release/npm-settings.mjs';
import { cleanEnvironment, run } from './stranger.mjs';

const SCOPES = ['@mediaconduit', '@acme'];
// eslint-disable-next-line no-control-regex -- the colours of a terminal
const COLOURS = /\u001b\[[\d;]*m/g;

/** Runs commands one after the other; `cd` and `mkdir` are its own. What is ours comes from `registry`. */
export class AuthorsMachine {
  #base = realpathSync(mkdtempSync(join(tmpdir(), 'author-')));
  #folder = join(this.#base, 'work');
  #env;

  constructor({ url, token }) {
    const { cache, userconfig: users } = npmSettings();
    mkdirSync(this.#folder);
    const lines = SCOPES.map((scope) => `${scope}:registry=${url}`);
    const own = ['audit=false', 'fund=false', 'prefer-offline=true', 'update-notifier=false', 'loglevel=error'];
    const auth = `${url.replace(/^https?:/, '')}:_authToken=${token}`;
    const userconfig = join(this.#base, 'npmrc');
    writeFileSync(userconfig, [textOf(users), ...lines, ...own, auth, ''].join('\n'));
    this.#env = cleanEnvironment({
      npm_config_userconfig: userconfig,
      npm_config_cache: this.#openCache(cache),
      MEDIACONDUIT_HOME: join(this.#base, 'home'),
      GIT_CONFIG_GLOBAL: '/dev/null',
      npm_config_yes: 'true', // nobody is there to allow npm create its download
      NO_COLOR: '1',
      CI: 'true',
    });
  }

  /** What npm has downloaded before may be used, but not what `npm create` of an earlier run has left. */
  #openCache(users) {
    const cache = join(this.#base, 'npm');
    const downloads = join(users, '_cacache');
    mkdirSync(cache);
    if (existsSync(downloads)) symlinkSync(downloads, join(cache, '_cacache'));
    return cache;
  }

  /** The lines that a command says, on both streams, without colours; the machine's own folder is `~`. */
  async run([name, ...args]) {
    const folder = resolve(this.#folder, args[0] ?? '');
    if (name === 'mkdir') mkdirSync(folder);
    if (name === 'cd') this.#folder = folder;
    if (name === 'mkdir' || name === 'cd') return [];
    const { stderr, stdout } = await run([name, ...args], { cwd: this.#folder, env: this.#env });
    const lines = `${stdout}${stderr}`.replace(COLOURS, '').replaceAll(join(this.#base, 'work'), '~').split('\n');
    return lines.map((line) => line.trimEnd());
  }

  remove() {
    rmSync(this.#base, { recursive: true, force: true, maxRetries: 5 });
  }
}

function textOf(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}
