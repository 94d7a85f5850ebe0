import type { Schema, Validator } from '@cfworker/json-schema';
import type { FromSchema, JSONSchema } from 'json-schema-to-ts';
import { describeFault } from './describe-fault';
import { HttpError } from './http-error';
import { parseJsonBody } from './parse-json-body';
import { readBody } from './read-body';
import type { RequestBody } from './request-body';

/** The one description of a JSON body: checks it, types it, and is shown in the OpenAPI document. */
export interface BodySchema<Body = unknown> extends RequestBody<Body> {
  /** @throws {@link HttpError} 400 with a sentence about the first fault. */
  parse(value: unknown): Body;
}

/** The type that a schema describes; a `default` is documentation only, so such a field may be missing. */
export type BodyOf<S extends JSONSchema> = FromSchema<S, { keepDefaultedPropertiesOptional: true }>;

/**
 * A body described by a JSON Schema literal (2020-12; write it `as const`). The validator is loaded at the first
 * use, which keeps it out of the start of a service.
 */
export function defineBody<const S extends JSONSchema>(schema: S): BodySchema<BodyOf<S>>;
/** TypeScript gives up on comparing `BodyOf<S>` with anything, so that the code below knows nothing of it. */
export function defineBody(schema: Schema | boolean): BodySchema {
  const jsonSchema = typeof schema === 'object' ? schema : {};
  let validator: Validator | undefined;
  const parse = (value: unknown): unknown => {
    validator ??= createValidator(jsonSchema);
    check(jsonSchema, validator, value);
    return value;
  };
  return {
    content: { 'application/json': jsonSchema },
    parse,
    read: async (request, response, limits) =>
      parse(parseJsonBody(await readBody(request, response, limits), request.headers)),
  };
}

function createValidator(schema: Schema): Validator {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded at the first body, not at the start
  const { Validator: SchemaValidator } = require('@cfworker/json-schema') as typeof import('@cfworker/json-schema');
  return new SchemaValidator(schema, '2020-12');
}

function check(schema: Schema, validator: Validator, value: unknown): void {
  const { valid, errors } = validate(validator, value);
  if (valid) return;
  throw new HttpError(400, describeFault(schema, value, errors), { code: 'invalid-body' });
}

function validate(validator: Validator, value: unknown): ReturnType<Validator['validate']> {
  try {
    return validator.validate(value);
  } catch (error) {
    // the library writes paths with encodeURI, which throws on lone surrogates in a field's name
    if (!(error instanceof URIError)) throw error;
    throw new HttpError(400, 'a field name is not valid Unicode', { code: 'invalid-body' });
  }
}
