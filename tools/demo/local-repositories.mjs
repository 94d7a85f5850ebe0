import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../dev/workspace.mjs';

const ORIGINALS = join(root, 'packages', 'mediaconduit', '__fixtures__', 'original-packages');
const AUTHOR = ['-c', 'user.name=demo', '-c', 'user.email=demo@example.org'];

/** Repositories as they would stand on GitHub: the cowsay provider of the original core, and its service as a process. */
export class LocalRepositories {
  #folder;

  constructor(folder) {
    this.#folder = folder;
    this.#create('cowsay-provider', 'cowsay-provider');
    this.#create('cowsay-service', 'one-service');
  }

  /** For `MEDIACONDUIT_MIRRORS`. */
  get mirrors() {
    return `https://github.com/=${this.#folder}`;
  }

  /** A push: the next commit of the provider, with another file. */
  push(name, file, text) {
    const folder = this.#folderOf(name);
    writeFileSync(join(folder, file), text);
    git(folder, 'add', '--all');
    git(folder, ...AUTHOR, 'commit', '--quiet', '--message', `Add ${file}`);
  }

  #create(name, fixture) {
    const folder = this.#folderOf(name);
    mkdirSync(folder, { recursive: true });
    cpSync(join(ORIGINALS, fixture), folder, { recursive: true });
    git(folder, 'init', '--quiet');
    this.push(name, 'CHANGELOG.md', 'First version.\n');
  }

  #folderOf(name) {
    return join(this.#folder, 'MediaConduit', name);
  }
}

function git(folder, ...words) {
  execFileSync('git', ['-C', folder, ...words], { stdio: ['ignore', 'ignore', 'inherit'] });
}
