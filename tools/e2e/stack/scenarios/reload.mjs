// The stack file is edited at random while the stack runs, well and badly, and the supervisor is killed while it reads it:
// what runs is what was before or what was written, and whoever is not concerned runs on.
import { setTimeout as pause } from 'node:timers/promises';
import { counts, times } from '../figures.mjs';
import { web } from '../members.mjs';
import { until } from '../until.mjs';

export const rounds = { short: 6, normal: 40, torture: 1000 };

const BROKEN = {
  'no YAML': (text) => text.slice(0, Math.floor(text.length * 0.7)),
  'an unknown key': (text) => text.replace('"readiness"', '"readyNess"'),
  'a service that does not start': (text) => text.replace('"web.cjs"', '"missing.cjs"'),
};

export async function measure({ project, random, rounds: count }) {
  const run = new Edits(project(), random);
  await run.begin();
  for (let round = 0; round < count; round++) {
    if (round % 5 === 4) await run.kill(round);
    else if (round % 2 === 0) await run.good(round);
    else await run.bad(random.pick(Object.keys(BROKEN)));
  }
  const left = await run.finish();
  return [
    times('a good edit is in force', run.taken, 3000),
    times('a bad edit is refused', run.refused, 8000),
    { ...counts('states that are neither the old nor the new one', [run.faults.length]), faults: run.faults },
    counts('restarts of the service that nobody edited', [run.restarts]),
    { ...counts('left behind', [left.length]), faults: left },
  ];
}

class Edits {
  taken = [];
  refused = [];
  faults = [];
  restarts = 0;
  #word = 'first';
  #stack;
  #random;

  constructor(stack, random) {
    this.#stack = stack;
    this.#random = random;
  }

  async begin() {
    this.#stack.write(services(this.#word));
    await this.#stack.succeed('up', '--wait');
  }

  async good(round) {
    const word = `word-${round}`;
    const startedAt = performance.now();
    this.#stack.write(services(word));
    await until(async () => (await this.#said()) === word, { withinMs: 10_000, what: `${word} is said` });
    this.taken.push(performance.now() - startedAt);
    this.#word = word;
    await this.#look('a good edit');
  }

  async bad(kind) {
    const startedAt = performance.now();
    this.#stack.writeText(BROKEN[kind](this.#stack.text(services('never'))));
    await until(async () => (await this.#stack.stack()).rejected, { withinMs: 20_000, what: `${kind} is refused` });
    this.refused.push(performance.now() - startedAt);
    await this.#look(kind);
    this.#stack.write(services(this.#word));
    await until(async () => !(await this.#stack.stack()).rejected, { what: 'the good text is taken again' });
  }

  /** The word that is said afterwards is the one that was written last: `up` reads the file. */
  async kill(round) {
    const word = `killed-${round}`;
    this.#stack.write(services(word));
    await pause(this.#random.below(600));
    await this.#stack.killSupervisor();
    await this.#stack.succeed('up', '--wait');
    this.#word = word;
    await this.#look('a kill in the middle of it');
  }

  async finish() {
    await this.#stack.succeed('down');
    return this.#stack.leftovers();
  }

  async #look(after) {
    const said = await this.#said();
    if (said !== this.#word) this.faults.push(`after ${after} it says ${said}, not ${this.#word}`);
    const calm = await this.#stack.service('calm');
    if (calm?.generation !== 1) this.restarts += 1;
    if (this.#stack.rootsOf('shop').length !== 1)
      this.faults.push(`after ${after} it runs ${this.#stack.rootsOf('shop').length} times`);
  }

  async #said() {
    const { baseUrl } = (await this.#stack.service('shop')) ?? {};
    return baseUrl && (await fetch(baseUrl).then((reply) => reply.text(), String));
  }
}

function services(word) {
  return { shop: web({ variables: { WORD: word } }), calm: web() };
}
