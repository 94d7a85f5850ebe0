import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';
import { runCommand, spawnCommand, type Finished } from './spawn-command';

const CORE = '@mediaconduit/mediaconduit';
const TESTKIT = '@mediaconduit/testkit';
const SDK = '@mediaconduit/sdk';

/** What comes of one provider with one core; without anything, it is gold. */
export interface Trial {
  readonly npm?: { readonly code: string; readonly summary: string; readonly detail?: string };
  readonly refused?: { readonly code: string; readonly message: string; readonly hint?: string };
  readonly report?: object;
  readonly crash?: string;
  readonly hang?: 'install' | 'conformance';
}

/** How npm was called, and what it found in the folder. */
interface NpmCall {
  readonly command: string;
  readonly words: string[];
  readonly cwd: string;
  readonly npmrc?: string;
  readonly overrides?: object;
}

/** One rule of a report. */
export const rule = (id: string, outcome: string, details: readonly string[] = []): object => ({
  id,
  title: `is ${id}`,
  level: 'bronze',
  outcome,
  details,
  ...(outcome === 'fail' && { next: `mend ${id}` }),
  docs: `docs of ${id}`,
});

/** Of a package that keeps everything that could be checked. */
export const KEPT = {
  level: 'gold',
  results: [
    rule('MC-P01', 'pass'),
    rule('MC-P02', 'pass'),
    rule('MC-P30', 'not-run'),
    rule('MC-P31', 'not-applicable'),
  ],
};

/** A project, and a registry that only the fake npm of its PATH knows: cores 1.0.0 (latest) and 1.1.0-next.1 (next). */
export class MatrixWorld {
  readonly #trials: Record<string, Trial> = {};
  readonly packages: Record<string, { versions: Record<string, object>; tags?: Record<string, string> }> = {
    [CORE]: {
      versions: {
        '1.0.0': { dependencies: { [SDK]: '^1.0.0' }, devDependencies: { [TESTKIT]: '^1.0.0' } },
        '1.1.0-next.1': {
          dependencies: { [SDK]: '^1.1.0-next.1' },
          devDependencies: { [TESTKIT]: '^1.1.0-next.1' },
        },
      },
      tags: { latest: '1.0.0', next: '1.1.0-next.1' },
    },
    [SDK]: { versions: { '1.0.0': {}, '1.1.0-next.1': {} }, tags: { latest: '1.0.0' } },
    [TESTKIT]: { versions: { '1.0.0': {}, '1.1.0-next.1': {} }, tags: { latest: '1.0.0' } },
  };
  unreachable = false;
  /** Where programs are found; default: the fake npm, then the others of this machine. */
  path: string | undefined;

  private constructor(readonly folder: TemporaryFolder) {}

  static async make(): Promise<MatrixWorld> {
    const world = new MatrixWorld(await temporaryFolder());
    const { folder } = world;
    await folder.write('project/package.json', JSON.stringify({ name: 'app', version: '1.0.0' }));
    const npm = await folder.write('bin/npm', `#!/bin/sh\nexec node ${join(__dirname, 'fake-npm.cjs')} "$@"\n`);
    chmodSync(npm, 0o755);
    mkdirSync(join(folder.path, 'tmp'));
    return world;
  }

  get project(): string {
    return join(this.folder.path, 'project');
  }

  /** Publishes a provider and says what comes of it, by the version of the core. */
  publish(name: string, trials: Readonly<Record<string, Trial>> = {}, sdk = '^1.0.0'): this {
    this.packages[name] = { versions: { '2.0.0': { dependencies: { [SDK]: sdk } } }, tags: { latest: '2.0.0' } };
    return this.expect(name, trials);
  }

  expect(name: string, trials: Readonly<Record<string, Trial>>): this {
    for (const core of Object.keys(this.packages[CORE]?.versions ?? {}))
      this.#trials[`${name} with ${core}`] = { report: KEPT, ...trials[core] };
    return this;
  }

  run(...words: string[]): Promise<Finished> {
    return runCommand(this.project, ['matrix', ...words], { environment: this.#environment() });
  }

  spawn(...words: string[]): ChildProcessWithoutNullStreams {
    return spawnCommand(this.project, ['matrix', ...words], this.#environment());
  }

  /** Each call of npm. */
  calls(): NpmCall[] {
    const lines = readFileSync(`${this.#file}.calls`, 'utf8').trim().split('\n');
    return lines.map((line) => JSON.parse(line) as NpmCall);
  }

  /** What the conformance command saw last. */
  told(): { argv: string[]; settings: boolean; home: string } {
    return JSON.parse(readFileSync(`${this.#file}.told`, 'utf8')) as {
      argv: string[];
      settings: boolean;
      home: string;
    };
  }

  /** The process that hangs. */
  hanging(): number | undefined {
    const file = `${this.#file}.pid`;
    return existsSync(file) ? Number(readFileSync(file, 'utf8')) : undefined;
  }

  /** What is left in the folder for temporary files. */
  leftovers(): string[] {
    return readdirSync(join(this.folder.path, 'tmp'));
  }

  get #file(): string {
    return join(this.folder.path, 'world.json');
  }

  #environment(): NodeJS.ProcessEnv {
    const { packages, unreachable } = this;
    writeFileSync(this.#file, JSON.stringify({ packages, unreachable, trials: this.#trials }));
    const PATH = this.path ?? `${join(this.folder.path, 'bin')}:${process.env['PATH']}`;
    return { PATH, FAKE_NPM: this.#file, TMPDIR: join(this.folder.path, 'tmp') };
  }
}
