import { execFileSync, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { createRuntime, type LockedPackage, type Runtime } from '@mediaconduit/runtime';
import { eventually, temporaryFolder, TestRegistry, type TemporaryFolder } from '@mediaconduit/testkit';
import { runCommand, spawnCommand, type Finished } from './spawn-command';

const manifest = (version: string): string => `contract: 1
id: cow
name: Cow
version: ${version}
type: local
capabilities: [text-to-text]
models: [{ id: cow-default, name: One }]
`;

/** Enough files that a process can be met in the middle of them. */
const MANY = Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`lib/part${at % 7}/${at}.js`, `//${at}\n`]));

/** A project, a registry and a repository under a name of GitHub, all on this machine, and all that runs for them. */
export class FarProject implements AsyncDisposable {
  readonly #path: string;

  private constructor(
    readonly folder: TemporaryFolder,
    readonly registry: TestRegistry,
  ) {
    this.#path = realpathSync(folder.path);
  }

  static async start(): Promise<FarProject> {
    const [folder, registry] = [await temporaryFolder(), await TestRegistry.start()];
    const project = new FarProject(folder, registry);
    await folder.write('package.json', '{}');
    await folder.write('.npmrc', `registry=${registry.url}`);
    await folder.write('tmp/.keep', '');
    execFileSync('git', ['init', '--quiet', '--initial-branch=main', project.#repository]);
    for (const name of ['moo', 'hay', 'straw']) registry.publish({ name, files: MANY });
    return project;
  }

  get environment(): NodeJS.ProcessEnv {
    return {
      ...{ PATH: process.env['PATH'], HOME: this.place('user'), TMPDIR: this.place('tmp') },
      MEDIACONDUIT_HOME: this.place('home'),
      MEDIACONDUIT_MIRRORS: `https://github.com/=${this.place('mirror')}`,
      npm_config_cache: this.place('npm-cache'),
      npm_config_globalconfig: this.place('no-npmrc'),
    };
  }

  get #repository(): string {
    return this.place('mirror', 'o', 'calf');
  }

  place(...names: readonly string[]): string {
    return join(this.#path, ...names);
  }

  /** A version of `npm:@acme/cow-provider`, which needs three packages. */
  publish(version: string): void {
    const files = { ...MANY, 'MediaConduit.provider.yml': manifest(version), 'index.js': `// ${version}` };
    const dependencies = { moo: '^1.0.0', hay: '^1.0.0', straw: '^1.0.0' };
    this.registry.publish({ name: '@acme/cow-provider', version, files, manifest: { dependencies } });
  }

  /** A commit of `github:o/calf`, with a tag of that name. */
  async commit(tag: string): Promise<void> {
    const files = { ...MANY, 'MediaConduit.provider.yml': manifest('1.0.0'), 'index.js': `// ${tag}` };
    for (const [name, text] of Object.entries(files)) await this.folder.write(`mirror/o/calf/${name}`, text);
    const git = (...words: readonly string[]): void =>
      void execFileSync('git', [
        '-C',
        this.#repository,
        '-c',
        'user.name=n',
        '-c',
        'user.email=n@example.org',
        ...words,
      ]);
    git('add', '.');
    git('commit', '--quiet', '--message', tag);
    git('tag', tag);
  }

  spawn(...words: readonly string[]): ChildProcessWithoutNullStreams {
    return spawnCommand(this.#path, words, this.environment);
  }

  run(...words: readonly string[]): Promise<Finished> {
    return runCommand(this.#path, words, { environment: this.environment });
  }

  runtime(): Runtime {
    const { environment } = this;
    return createRuntime({ projectFolder: this.#path, home: this.place('home'), environment });
  }

  /** As it stands in the file. */
  locked(): Readonly<Record<string, LockedPackage>> {
    const { providers } = JSON.parse(readFileSync(this.place('mediaconduit.lock'), 'utf8')) as {
      readonly providers: Readonly<Record<string, LockedPackage>>;
    };
    return providers;
  }

  /** Numbers of the processes that have something of the project in their words, their variables or their place. */
  processes(): number[] {
    const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
    return pids.filter((pid) => factsOf(pid).includes(this.#path)).map(Number);
  }

  /** Does something to a command of it at a random moment within the time, and waits until nothing of it runs any more. */
  async disturb(child: ChildProcessWithoutNullStreams, ms: number, act: () => void): Promise<void> {
    child.stdout.resume();
    child.stderr.resume();
    const timer = setTimeout(act, Math.random() * ms);
    await once(child, 'close');
    clearTimeout(timer);
    await this.ended();
  }

  /** When nothing of it runs any more. */
  async ended(): Promise<void> {
    await eventually(async () => expect(this.processes()).toEqual([]));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.registry[Symbol.asyncDispose]();
    await this.folder[Symbol.asyncDispose]();
  }
}

/** Nothing for a process that has ended, also when nobody has asked for its exit code. */
function factsOf(pid: string): string {
  const place = join('/proc', pid);
  try {
    return [readFileSync(join(place, 'cmdline')), readFileSync(join(place, 'environ')), readlinkSync(join(place, 'cwd'))].join(); // prettier-ignore
  } catch {
    return '';
  }
}
