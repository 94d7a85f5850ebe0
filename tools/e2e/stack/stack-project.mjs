// A project with a stack file in a folder of its own, with a home and a folder for temporary files of its own.
import { execFile } from 'node:child_process';
import {
  cpSync,
  chmodSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cowsayFolder, fromRuntime } from '../../bench/cowsay-runtime.mjs';
import { cliEntry } from '../../dev/workspace.mjs';
import { leftovers, removeLeftovers } from './leftovers.mjs';
import { end, processesWith, rootsOf } from './processes.mjs';
import { until } from './until.mjs';

const { createRuntime } = fromRuntime('@mediaconduit/runtime');
const { findSupervisor } = fromRuntime('@mediaconduit/runtime/supervision');
const COMMAND_WITHIN_MS = 300_000;

export class StackProject {
  base = realpathSync(mkdtempSync(join(tmpdir(), 'mc-stack-')));
  folder = join(this.base, 'project');
  home = join(this.base, 'home');
  file = join(this.folder, 'mediaconduit.yml');
  environment = {
    PATH: process.env.PATH,
    HOME: this.base,
    MEDIACONDUIT_HOME: this.home,
    TMPDIR: join(this.base, 'tmp'),
  };

  #isRemoved = false;

  constructor({ usesDocker = false } = {}) {
    this.usesDocker = usesDocker;
    chmodSync(this.base, 0o755); // postgres runs as another user
    mkdirSync(join(this.folder, 'node_modules'), { recursive: true });
    mkdirSync(this.environment.TMPDIR);
    chmodSync(this.environment.TMPDIR, 0o777);
    cpSync(join(import.meta.dirname, 'services'), this.folder, { recursive: true });
    symlinkSync(cowsayFolder, join(this.folder, 'node_modules', 'cowsay-service'));
  }

  /** Writes the stack file. */
  write(services) {
    this.writeText(this.text(services));
  }

  /** A stack file whose processes name the service that they belong to. */
  text(services) {
    const named = Object.entries(services).map(([name, service]) => [
      name,
      { ...service, environment: { ...service.environment, STACK_SERVICE: name, STACK_PROJECT: this.folder } },
    ]);
    return JSON.stringify({ name: 'e2e', services: Object.fromEntries(named) }, null, 2);
  }

  /** In one step, as editors do. */
  writeText(text) {
    writeFileSync(`${this.file}.new`, text);
    renameSync(`${this.file}.new`, this.file);
  }

  /** Runs a command of `mediaconduit` to its end. */
  async command(...args) {
    if (this.#isRemoved) throw new Error('the project is removed');
    const startedAt = performance.now();
    const options = { cwd: this.folder, env: this.environment, timeout: COMMAND_WITHIN_MS };
    return new Promise((resolve) => {
      execFile(process.execPath, [cliEntry, ...args], options, (error, stdout, stderr) => {
        resolve({ code: error ? (error.code ?? error.signal) : 0, stdout, stderr, ms: performance.now() - startedAt });
      });
    });
  }

  /** As `command`. @throws what it wrote when it fails. */
  async succeed(...args) {
    const result = await this.command(...args);
    if (result.code !== 0) throw new Error(`mediaconduit ${args.join(' ')}: ${result.code}\n${result.stderr}`);
    return result;
  }

  client() {
    return findSupervisor({ home: this.home, signal: AbortSignal.timeout(10_000) });
  }

  /** The stack as its supervisor sees it. */
  async stack() {
    return (await (await this.client())?.status())?.stacks[0];
  }

  async service(name) {
    return (await this.stack())?.services.find((service) => service.name === name);
  }

  /** A program of the project: it takes its services from the supervisor. */
  runtime() {
    return createRuntime({ projectFolder: this.folder, home: this.home, environment: this.environment });
  }

  processes() {
    return processesWith(this.base);
  }

  supervisors() {
    return this.processes().filter(({ command }) => command.includes('supervisor-main.js'));
  }

  rootsOf(service) {
    return rootsOf(service, this.processes());
  }

  /** Ends the supervisor without a chance to say anything. */
  async killSupervisor() {
    await until(() => {
      const found = this.supervisors(); // a command that is under way may start one more
      for (const { pid } of found) end(pid, 'SIGKILL');
      return found.length === 0;
    });
  }

  /** What is left of it once it was stopped, in words; engines and kernels may need a moment. */
  async leftovers() {
    let found = [];
    await until(() => (found = leftovers(this)).length === 0, { withinMs: 5000 }).catch(() => undefined);
    return found;
  }

  /** Ends whatever a scenario left, so that the next one does not suffer from it; also in the middle of one. */
  async remove() {
    this.#isRemoved = true;
    await until(() => {
      removeLeftovers(this); // one that ends may have begun another
      return this.processes().length === 0;
    });
    rmSync(this.base, { recursive: true, force: true, maxRetries: 5 });
  }
}
