import type { ErrorObject, Options } from 'ajv';
import type { JSONSchema } from 'json-schema-to-ts';
import { MediaConduitError } from '../error/mediaconduit-error';
import { didYouMean } from '../error/nearest-names';

/** Compiles a schema into a check that throws `MC_OPTIONS_INVALID`. Loads ajv (about 20 ms), so call it late. */
export function compileJsonSchema(schema: JSONSchema): (value: object) => void {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded only when options are really used
  const { Ajv } = require('ajv') as typeof import('ajv');
  const options: Options = { allErrors: true, strict: false, verbose: true };
  const validate = new Ajv(options).compile(schema as object);
  return (value) => {
    if (validate(value)) return;
    const problems = (validate.errors ?? []).map(describe);
    throw new MediaConduitError('MC_OPTIONS_INVALID', problems.join('; '), {
      hint: hintFor(validate.errors ?? []),
      facts: { problems },
    });
  };
}

function describe(error: ErrorObject): string {
  const where = error.instancePath.slice(1).replaceAll('/', '.');
  const parameters = error.params as Record<string, unknown>;
  if (error.keyword === 'additionalProperties') return `unknown option "${String(parameters['additionalProperty'])}"`;
  if (error.keyword === 'enum')
    return `${where} must be one of ${(parameters['allowedValues'] as unknown[]).join(', ')}`;
  return `${where || 'options'} ${error.message ?? 'is wrong'}`;
}

function hintFor(errors: readonly ErrorObject[]): string | undefined {
  for (const error of errors) {
    const parameters = error.params as Record<string, unknown>;
    const parent = error.parentSchema as { properties?: Record<string, unknown> } | undefined;
    if (error.keyword === 'additionalProperties') {
      const known = Object.keys(parent?.properties ?? {});
      return didYouMean(String(parameters['additionalProperty']), known) ?? `options: ${known.join(', ')}`;
    }
    if (error.keyword === 'enum') {
      return didYouMean(String(error.data), (parameters['allowedValues'] as unknown[]).map(String));
    }
  }
  return undefined;
}
