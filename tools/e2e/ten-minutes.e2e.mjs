// Does what docs/providers/ten-minutes.md says, word for word, and compares what is said. UPDATE=1 writes it down anew.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { root } from '../dev/workspace.mjs';
import { AuthorsMachine } from './authors-machine.mjs';
import { codeBlocks, commandsOf } from './code-blocks.mjs';
import { openPublishedRegistry } from './published.mjs';

const TUTORIAL = join(root, 'docs', 'providers', 'ten-minutes.md');
const SAYS = '-says';

/** Of what a command says, the lines that a reader looks for; all of them where nothing is chosen. */
const SHOWN = {
  create: /^(?!>)/,
  test: /^(?:Test Suites|Tests):/,
  conformance: /^@acme\/.*: (?:bronze|silver|gold|platinum)$/,
  publish: /^\+ /,
  call: /^HELLO/,
};

describe('ten minutes', () => {
  const text = readFileSync(TUTORIAL, 'utf8');
  const blocks = codeBlocks(text);
  const said = new Map();
  let machine;
  let registry;

  before(async () => {
    registry = await openPublishedRegistry();
    machine = new AuthorsMachine(registry);
  });
  after(async () => {
    machine?.remove();
    await registry?.stop();
  });

  for (const [name, script] of blocks) {
    if (name.endsWith(SAYS)) continue;
    it(`${name}: says what the page says`, async () => {
      const lines = [];
      for (const command of commandsOf(script)) lines.push(...(await machine.run(command)));
      const shown = lines.filter((line) => line !== '' && (SHOWN[name]?.test(line) ?? true));
      said.set(name, `${shown.join('\n')}\n`);
      if (process.env.UPDATE) return;
      assert.equal(said.get(name), blocks.get(name + SAYS) ?? said.get(name));
    });
  }

  it('is written down', () => {
    const now = [...said].reduce((page, [name, lines]) => {
      const block = new RegExp(`(^\`\`\`text ${name}${SAYS}\\n)[^]*?(^\`\`\`$)`, 'm');
      return page.replace(block, (_all, head, foot) => `${head}${lines}${foot}`);
    }, text);
    if (process.env.UPDATE) writeFileSync(TUTORIAL, now);
    else assert.equal(now, text);
  });
});
