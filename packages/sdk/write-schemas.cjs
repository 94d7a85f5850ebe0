// Writes the JSON Schemas of the manifests and the stack file for editors: `npm run build`, then `node packages/sdk/write-schemas.cjs`.
const { mkdirSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { providerSchema } = require('./dist/manifest/provider-schema.js');
const { serviceSchema } = require('./dist/manifest/service-schema.js');
const { stackSchema } = require('./dist/manifest/stack-schema.js');

const folder = join(__dirname, 'schemas');
mkdirSync(folder, { recursive: true });
for (const [name, schema] of Object.entries({ provider: providerSchema, service: serviceSchema, stack: stackSchema })) {
  writeFileSync(join(folder, `mediaconduit.${name}.schema.json`), `${JSON.stringify(schema, null, 2)}\n`);
}
