import type { ErrorObject } from 'ajv';

/** Answers what is wrong with a value; an empty list when nothing is. */
export type SchemaCheck = (value: unknown) => readonly ErrorObject[];

/** A check against a JSON Schema. Loads ajv and compiles (about 30 ms) at the first call. */
export function createSchemaCheck(schema: object): SchemaCheck {
  let check: SchemaCheck | undefined;
  return (value) => {
    check ??= compile(schema);
    return check(value);
  };
}

/** The schemas are literals of ours and a test checks them, so the meta-schema need not be compiled: half of the time. */
const OPTIONS = {
  allErrors: true,
  strict: false,
  strictNumbers: true,
  verbose: true,
  meta: false,
  validateSchema: false,
  code: { optimize: false },
} as const;

function compile(schema: object): SchemaCheck {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded only when a manifest is really read
  const { Ajv } = require('ajv') as typeof import('ajv');
  const validate = new Ajv({ ...OPTIONS }).compile(schema);
  return (value) => (validate(value) ? [] : (validate.errors ?? []));
}
