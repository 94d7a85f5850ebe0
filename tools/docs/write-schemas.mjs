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
  writeFileSync(file, `${JSON.stringify(schema, null, 2)}\n`);
}
