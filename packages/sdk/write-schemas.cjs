// Writes the JSON Schemas of both manifests for editors: `npm run build`, then `node packages/sdk/write-schemas.cjs`.
const { mkdirSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { providerSchema } = require('./dist/manifest/provider-schema.js');
const { serviceSchema } = require('./dist/manifest/service-schema.js');

const folder = join(__dirname, 'schemas');
mkdirSync(folder, { recursive: true });
for (const [name, schema] of Object.entries({ provider: providerSchema, service: serviceSchema })) {
  writeFileSync(join(folder, `mediaconduit.${name}.schema.json`), `${JSON.stringify(schema, null, 2)}\n`);
}
