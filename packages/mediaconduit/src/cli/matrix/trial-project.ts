import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { CORE, TESTKIT } from './core-packages';
import { parseJson } from './parse-json';

const MANIFEST = 'package.json';
const NPM_SETTINGS = '.npmrc';

/** A project in a folder for temporary files; gone, with all that is in it, when it is disposed. */
export class TrialProject implements AsyncDisposable {
  readonly folder: string;
  /** What programs in it take for temporary files and for the state of the user. */
  readonly variables: Readonly<Record<'TMPDIR' | 'TMP' | 'TEMP' | 'MEDIACONDUIT_HOME', string>>;
  readonly #base = realpathSync(mkdtempSync(join(tmpdir(), 'mediaconduit-matrix-')));
  readonly #removeAtOnce = (): void => rmSync(this.#base, { recursive: true, force: true, maxRetries: 3 });

  private constructor() {
    process.once('exit', this.#removeAtOnce); // the second Ctrl-C waits for nothing
    this.folder = join(this.#base, 'project');
    const [temporary, home] = [join(this.#base, 'tmp'), join(this.#base, 'home')];
    for (const folder of [this.folder, temporary, home]) mkdirSync(folder, { mode: 0o700 });
    this.variables = { TMPDIR: temporary, TMP: temporary, TEMP: temporary, MEDIACONDUIT_HOME: home };
  }

  /** One without packages. @param settings the project whose `.npmrc` names registries and tokens, or a folder below it. */
  static empty(settings: string): TrialProject {
    const project = new TrialProject();
    project.#write({ name: 'matrix', version: '1.0.0', private: true });
    const file = nearest(settings, NPM_SETTINGS);
    if (file !== undefined) copyFileSync(file, join(project.folder, NPM_SETTINGS));
    return project;
  }

  /** The same again, with all that is installed. @param overrides versions by package, whatever ranges of others say. */
  copy(overrides: Readonly<Record<string, string>>): TrialProject {
    const project = new TrialProject();
    cpSync(this.folder, project.folder, { recursive: true, verbatimSymlinks: true });
    project.#write({ ...read(join(this.folder, MANIFEST)), overrides });
    return project;
  }

  /** Name and folder of the one package that was installed beside the core and the test kit, and its version. */
  tried(): { readonly name: string; readonly folder: string; readonly version: string | undefined } | undefined {
    const { dependencies = {} } = read(join(this.folder, MANIFEST));
    const name = Object.keys(dependencies).find((one) => one !== CORE && one !== TESTKIT);
    if (name === undefined) return undefined;
    const folder = join(this.folder, 'node_modules', name);
    return { name, folder, version: read(join(folder, MANIFEST)).version };
  }

  #write(manifest: object): void {
    writeFileSync(join(this.folder, MANIFEST), JSON.stringify(manifest));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.#base, { recursive: true, force: true, maxRetries: 3 });
    process.off('exit', this.#removeAtOnce);
  }
}

function nearest(from: string, name: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, name))) return join(folder, name);
    if (dirname(folder) === folder) return undefined;
  }
}

interface PackageJson {
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

function read(file: string): PackageJson {
  return Object(parseJson(readFileSync(file, 'utf8'))) as PackageJson;
}
