import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { providerSchema } from './provider-schema';
import { serviceSchema } from './service-schema';

const SCHEMAS = { provider: providerSchema, service: serviceSchema };
const COMMAND = 'out of date: run "npm run docs:schemas"';

describe.each(Object.entries(SCHEMAS))('%sSchema', (kind, schema) => {
  it('is what the file for editors holds', () => {
    const file = join(__dirname, '..', '..', 'schemas', `mediaconduit.${kind}.schema.json`);
    const written: unknown = JSON.parse(readFileSync(file, 'utf8'));
    const state = JSON.stringify(written) === JSON.stringify(schema) ? 'up to date' : `${file} is ${COMMAND}`;
    expect(state).toBe('up to date');
  });

  it('is a valid JSON Schema of draft 7', () => {
    const ajv = new Ajv();
    expect(ajv.validateSchema(schema)).toBe(true);
  });

  it('describes every key that it knows', () => {
    expect(undescribed(schema, kind)).toEqual([]);
  });
});

function undescribed(schema: unknown, path: string): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { properties = {}, items, additionalProperties } = schema as Record<string, unknown>;
  const members = Object.entries(properties as Record<string, { description?: string }>);
  return [
    ...members.filter(([, member]) => !member.description).map(([name]) => `${path}.${name}`),
    ...members.flatMap(([name, member]) => undescribed(member, `${path}.${name}`)),
    ...undescribed(items, `${path}[]`),
    ...undescribed(additionalProperties, `${path}.*`),
  ];
}
