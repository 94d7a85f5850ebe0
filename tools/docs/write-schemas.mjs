#!/usr/bin/env node
// `npm run docs:schemas` writes the JSON Schemas of the manifests and the stack file. Editors use them, and the SDK loads
// its own two from these files.
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { root } from '../dev/workspace.mjs';

const require = createRequire(import.meta.url);

const { providerSchema } = require('../../packages/sdk/dist/manifest/provider-schema.js');
const { serviceSchema } = require('../../packages/sdk/dist/manifest/service-schema.js');
write('packages/sdk/schemas/mediaconduit.provider.schema.json', providerSchema);
write('packages/sdk/schemas/mediaconduit.service.schema.json', serviceSchema);

// parts of a stack file are described as in the manifest of a service
const { stackSchema } = require('../../packages/runtime/dist/stack-file/stack-schema.js');
write('packages/runtime/schemas/mediaconduit.stack.schema.json', stackSchema);

function write(path, schema) {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${inShortLines(schema)}\n`);
}

/** One key a line, for those who read or review it, and no white space else: indented it would be a fifth larger to download. */
function inShortLines(value) {
  const line = JSON.stringify(value);
  if (line.length <= 120 || typeof value !== 'object') return line;
  if (Array.isArray(value)) return `[\n${value.map((item) => inShortLines(item)).join(',\n')}\n]`;
  const members = Object.entries(value).map(([key, member]) => `${JSON.stringify(key)}:${inShortLines(member)}`);
  return `{\n${members.join(',\n')}\n}`;
}
