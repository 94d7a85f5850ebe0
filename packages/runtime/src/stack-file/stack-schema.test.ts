import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { stackSchema } from './stack-schema';

const FILE = join(__dirname, '..', '..', 'schemas', 'mediaconduit.stack.schema.json');

describe('stackSchema', () => {
  it('is what the file for editors holds', () => {
    const isSame = JSON.stringify(JSON.parse(readFileSync(FILE, 'utf8'))) === JSON.stringify(stackSchema);
    expect(isSame ? 'up to date' : `${FILE} is out of date: run "npm run docs:schemas"`).toBe('up to date');
  });

  it('is a valid JSON Schema of draft 7', () => {
    expect(new Ajv().validateSchema(stackSchema)).toBe(true);
  });

  it('describes every key that it knows', () => {
    const undescribed: string[] = [];
    JSON.stringify(stackSchema, (key, value: unknown) => {
      if (key !== 'properties') return value;
      const members = Object.entries(value as Record<string, { readonly description?: string }>);
      undescribed.push(...members.filter(([, { description }]) => !description).map(([name]) => name));
      return value;
    });
    expect(undescribed).toEqual([]);
  });
});
