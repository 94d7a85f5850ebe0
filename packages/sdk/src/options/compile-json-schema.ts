import type { Options } from 'ajv';
import type { JSONSchema } from 'json-schema-to-ts';
import { MediaConduitError } from '../error/mediaconduit-error';
import { describeOptionError } from './describe-option-error';

/** Compiles a schema into a check that throws `MC_OPTIONS_INVALID`. Loads ajv (about 20 ms), so call it late. */
export function compileJsonSchema(schema: JSONSchema): (value: object) => void {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded only when options are really used
  const { Ajv } = require('ajv') as typeof import('ajv');
  const options: Options = { allErrors: true, strict: false, verbose: true };
  const validate = new Ajv(options).compile(schema as object);
  return (value) => {
    if (validate(value)) return;
    const faults = (validate.errors ?? []).map(describeOptionError);
    const problems = faults.map(({ text }) => text);
    throw new MediaConduitError('MC_OPTIONS_INVALID', problems.join('; '), {
      hint: faults[0]?.hint,
      facts: { problems },
    });
  };
}
