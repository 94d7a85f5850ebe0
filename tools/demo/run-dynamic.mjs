import { spawn } from 'node:child_process';
import { mkdtempSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { cliEntry, root } from '../dev/workspace.mjs';
import { LocalRepositories } from './local-repositories.mjs';

/** What would make the programs do something else than what is shown. */
const NOT_HERE = ['MEDIACONDUIT_FROZEN_LOCK', 'MEDIACONDUIT_MIN_RELEASE_AGE', 'COWSAY_SERVICE_URL'];
const PROGRAM = join(root, 'tools', 'demo', 'dynamic-program.mjs');
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Three programs one after the other, then the clean-up. Resolves to the exit code. */
export async function runDynamic({ json, keep, live }) {
  const folder = mkdtempSync(join(tmpdir(), 'mediaconduit-dynamic-'));
  const report = { folder, live, steps: [] };
  const tell = json ? () => undefined : (line) => process.stdout.write(`${line}\n`);
  const interrupt = new AbortController();
  const stop = () => interrupt.abort();
  // npm hands a Ctrl-C on that the terminal has sent here as well: the second must not cut the end short
  for (const signal of SIGNALS) process.on(signal, stop);
  process.stdout.on('error', stop); // nobody reads it any more, as in `| head`
  try {
    await new Visits(folder, { live, report, tell, signal: interrupt.signal }).run();
  } finally {
    process.stdout.off('error', stop).on('error', () => undefined);
    if (!keep) rmSync(folder, { recursive: true, force: true });
  }
  report.ok = !interrupt.signal.aborted && report.steps.every(({ ok }) => ok);
  if (json) process.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);
  tell(verdict(report, interrupt.signal.aborted));
  if (keep) tell(`left in ${folder}`);
  return interrupt.signal.aborted ? 130 : report.ok ? 0 : 1;
}

function verdict({ ok, steps }, isInterrupted) {
  if (isInterrupted) return 'interrupted: everything that was started is stopped';
  const failed = steps.filter((step) => !step.ok).length;
  return ok ? `all ${steps.length} steps worked` : `${failed} of ${steps.length} steps failed`;
}

class Visits {
  #folder;
  #environment;
  #repositories;
  #options;

  constructor(folder, options) {
    this.#folder = folder;
    this.#options = options;
    for (const name of ['project', 'home', 'github']) mkdirSync(join(folder, name), { mode: 0o700 });
    writeFileSync(join(folder, 'project', 'package.json'), '{ "name": "a-program", "private": true }\n');
    this.#repositories = options.live ? undefined : new LocalRepositories(join(folder, 'github'));
    const environment = Object.entries(process.env).filter(([name]) => !NOT_HERE.includes(name));
    this.#environment = {
      ...Object.fromEntries(environment),
      MEDIACONDUIT_HOME: join(folder, 'home'),
      ...(this.#repositories && { MEDIACONDUIT_MIRRORS: this.#repositories.mirrors }),
    };
  }

  async run() {
    if (!(await this.#visit('first', 'The first program'))) return;
    const back = this.#repositories && this.#hide();
    const went = await this.#visit(
      'second',
      back ? 'The second program, without any repository' : 'The second program',
    );
    back?.();
    if (!went) return;
    if (this.#repositories) {
      this.#repositories.push('cowsay-provider', 'NEWS.md', 'Something new.\n');
      if (!(await this.#visit('third', 'The third program, after a push'))) return;
    }
    await this.#cleanUp();
  }

  /** As if GitHub were gone. */
  #hide() {
    const here = join(this.#folder, 'github');
    renameSync(here, `${here}-gone`);
    return () => renameSync(`${here}-gone`, here);
  }

  /** A program that ends by itself, though it closes nothing. */
  async #visit(name, title) {
    const { signal, tell } = this.#options;
    tell(`\n${title}`);
    const child = this.#spawn([PROGRAM, name]);
    const closed = closeOf(child); // before it can have happened
    for await (const line of createInterface({ input: child.stdout })) this.#show(JSON.parse(line));
    const code = await closed;
    return code === 0 && !signal.aborted;
  }

  #show(line) {
    const { report, tell } = this.#options;
    if (line.progress !== undefined) return tell(`    ${line.progress}`);
    report.steps.push(line);
    const { error, found, ok, step, tookMs } = line;
    tell(`  ${ok ? 'ok  ' : 'FAIL'} ${step} (${tookMs} ms)`);
    const details = ok ? found : `${error.code}: ${error.message}${error.hint ? `\nhint: ${error.hint}` : ''}`;
    for (const detail of String(details).split('\n')) tell(`       ${detail}`);
  }

  /** Instead of `rm -rf temp/providers temp/services`. */
  async #cleanUp() {
    const { signal, tell } = this.#options;
    tell('\nAfterwards');
    for (const [step, words, isRight] of CLEAN_UP) {
      const startedAt = performance.now();
      const child = this.#spawn([cliEntry, ...words, '--json']);
      const [answer, code] = await Promise.all([text(child.stdout), closeOf(child)]);
      if (signal.aborted) return;
      const ok = code === 0 && isRight(JSON.parse(answer));
      const found = `mediaconduit ${words.join(' ')}: ${oneLine(answer)}`;
      const error = { code: 'NOT_AS_PROMISED', message: found };
      this.#show({ step, ok, ...(ok ? { found } : { error }), tookMs: Math.round(performance.now() - startedAt) });
    }
  }

  #spawn(words) {
    return spawn(process.execPath, words, {
      cwd: join(this.#folder, 'project'),
      env: this.#environment,
      stdio: ['ignore', 'pipe', 'inherit'],
      signal: this.#options.signal,
      killSignal: 'SIGTERM',
    }).on('error', () => undefined); // an abort, which everybody knows of
  }
}

/** The exit code; null when a signal has ended it. */
function closeOf(child) {
  return new Promise((resolve) => child.once('close', resolve));
}

function oneLine(text) {
  return text.replaceAll(/\s+/g, ' ').trim();
}

const CLEAN_UP = [
  ['nothing runs any more', ['services', 'status'], ({ services }) => services.length === 0],
  [
    'forget the provider',
    ['remove', 'github:MediaConduit/cowsay-provider', 'github:MediaConduit/cowsay-service'],
    ({ removed }) => removed.length === 2,
  ],
  ['clear the store', ['gc', '--all'], ({ kept, removed }) => kept === 0 && removed.length > 0],
];
