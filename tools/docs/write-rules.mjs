#!/usr/bin/env node
// `npm run docs:rules` writes docs/providers/rules from the table of rules in the test kit; `--print` shows all pages as JSON.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { root } from '../dev/workspace.mjs';

const require = createRequire(import.meta.url);
const { CONFORMANCE_RULES, LEVELS } = require('../../packages/testkit/dist/index.js');

const FOLDER = join(root, 'docs', 'providers', 'rules');
const options = { ...(await resolveConfig(join(root, 'docs', 'errors.md'))), parser: 'markdown' };
const pages = { 'README.md': listOf(CONFORMANCE_RULES) };
for (const rule of CONFORMANCE_RULES) pages[`${rule.id}.md`] = pageOf(rule);
for (const [name, text] of Object.entries(pages)) pages[name] = await format(text, options);

if (process.argv.includes('--print')) process.stdout.write(JSON.stringify(pages));
else {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  for (const [name, text] of Object.entries(pages)) writeFileSync(join(FOLDER, name), text);
}

function pageOf({ checks, id, level, mend, title, why }) {
  const who = id.startsWith('MC-P') ? 'providers' : 'services';
  return `# ${id}: ${title}

A rule for ${who}, of the level **${level}**.

**What is checked.** ${checks}

**Why.** ${why}

**How to mend it.** ${mend}

\`mediaconduit conformance . --rule ${id}\` checks this rule alone ([how](../conformance.md), [all rules](README.md)).
`;
}

function listOf(rules) {
  const tables = ['P', 'S'].map((letter) => {
    const rows = rules.filter(({ id }) => id.startsWith(`MC-${letter}`));
    const lines = rows.map(({ id, level, title }) => `| [${id}](${id}.md) | ${level} | ${title} |`);
    return [
      `## ${letter === 'P' ? 'Providers' : 'Services'}`,
      '',
      '| rule | level | the package … |',
      '|-|-|-|',
      ...lines,
    ].join('\n');
  });
  return `# Rules

What a package of a provider or a service keeps, by [\`mediaconduit conformance\`](../conformance.md). A package has a level
when it keeps every rule of it and of those before: ${LEVELS.join(', ')}. Numbers are never given to another rule.

${tables.join('\n\n')}

Written by \`npm run docs:rules\` from the rules in packages/testkit/src/conformance.
`;
}
