// Uses a store in a process of its own: `node store-program.cjs <task> <home> <argument>`. Prints one line of JSON per step.
const { mkdirSync, readFileSync, writeFileSync, writeSync } = require('node:fs');
const { dirname, join } = require('node:path');
const { createTreeStore } = require('../../../dist/store/create-tree-store.js');

const [task, home, argument] = process.argv.slice(2);
const store = createTreeStore(home);
const say = (value) => writeSync(1, `${JSON.stringify(value)}\n`);

/** The same files for the same word: some only its own, some in common with all others. */
function fill(folder, word) {
  for (let number = 0; number < 40; number++) {
    const file = join(folder, `part${number % 4}`, 'deep', `file${number}.js`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${number % 2 ? word : 'common'} ${number} `.repeat(200));
  }
}

async function publish(word) {
  const staging = await store.stage();
  try {
    fill(staging.folder, word);
    return await store.publish(staging);
  } finally {
    await staging[Symbol.asyncDispose]();
  }
}

/** What a user of a tree would read; throws when a file is missing or wrong. */
function use({ folder }, word) {
  for (const number of [0, 1, 39]) {
    const text = readFileSync(join(folder, `part${number % 4}`, 'deep', `file${number}.js`), 'utf8');
    if (text !== `${number % 2 ? word : 'common'} ${number} `.repeat(200)) throw new Error(`wrong bytes of ${word}`);
  }
}

const TASKS = {
  /** Publishes the same trees as every other process. */
  async publish() {
    for (let round = 0; round < Number(argument); round++) {
      const tree = await publish(`round ${round}`);
      use(tree, `round ${round}`);
      say({ hash: tree.hash });
    }
  },
  /** Publishes for ever, and says before it begins; made to be killed. */
  async publishForEver() {
    for (let round = 0; ; round++) {
      say({ round });
      say({ hash: (await publish(`${argument} ${round}`)).hash });
    }
  },
  /** Publishes, leases and reads few trees over and over, while others collect them. */
  async use() {
    const until = Date.now() + Number(argument);
    const counts = { used: 0, published: 0, failed: [] };
    while (Date.now() < until) {
      const word = `word ${Math.floor(Math.random() * 60)}`;
      const { hash } = await publish(word);
      counts.published++;
      const lease = await store.lease(hash);
      try {
        for (let look = 0; look < 5; look++) {
          await new Promise((resolve) => setTimeout(resolve, Math.random() * 10));
          use(lease.tree, word);
        }
        counts.used++;
      } catch (error) {
        counts.failed.push(error.message);
      } finally {
        await lease?.[Symbol.asyncDispose]();
      }
    }
    say(counts);
  },
  /** Collects whatever is not used, over and over. */
  async collect() {
    for (;;) {
      const { freedBytes, kept, removed } = await store.collect({ roots: [], minAgeMs: Number(argument) });
      say({ removed: removed.length, kept, freedBytes });
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  },
  /** Leases a tree until it is killed. */
  async lease() {
    say({ leased: (await store.lease(argument)) !== undefined });
    setInterval(() => undefined, 1e6);
  },
};

TASKS[task]().catch((error) => {
  say({ failed: error.message, code: error.code });
  process.exitCode = 1;
});
