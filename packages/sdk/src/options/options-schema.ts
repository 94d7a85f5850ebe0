import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { FromSchema, JSONSchema } from 'json-schema-to-ts';
import { MediaConduitError } from '../error/mediaconduit-error';
import { compileJsonSchema } from './compile-json-schema';

/** Checks and types the options of a model; its JSON Schema is shown in help and documents. */
export interface OptionsSchema<O extends object = Record<string, unknown>> {
  readonly jsonSchema: JSONSchema;
  /** @throws `MC_OPTIONS_INVALID` naming every wrong option and, for unknown ones, the nearest name. */
  parse(options: object): O;
}

/** A JSON Schema that describes an object. */
export interface ObjectSchema {
  readonly type: 'object';
  readonly properties: Readonly<Record<string, JSONSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
}

/** The TypeScript type that a schema literal describes. */
export type ObjectOf<S extends ObjectSchema> = FromSchema<S> extends infer O extends object ? O : never;

/**
 * From a JSON Schema literal (draft 7; in a variable `as const`), which also gives the TypeScript type. The validator
 * is compiled at the first call.
 */
export function defineOptions<const S extends ObjectSchema>(schema: S): OptionsSchema<ObjectOf<S>> {
  let check: ((value: object) => void) | undefined;
  return {
    jsonSchema: schema,
    parse(options) {
      check ??= compileJsonSchema(schema);
      check(options);
      return options as ObjectOf<S>;
    },
  };
}

/**
 * Takes any synchronous Standard Schema validator (zod, valibot, arktype …) plus its JSON Schema for people and tools.
 */
export function defineStandardOptions<O extends object>(
  schema: StandardSchemaV1<unknown, O>,
  jsonSchema: JSONSchema,
): OptionsSchema<O> {
  return {
    jsonSchema,
    parse(options) {
      const result = schema['~standard'].validate(options);
      if (result instanceof Promise) {
        throw new MediaConduitError(
          'MC_OPTIONS_INVALID',
          'The options schema is asynchronous; only synchronous ones are taken.',
          { hint: 'a change of the model: check its options with a validator that answers at once' },
        );
      }
      if (!result.issues) return result.value;
      const problems = result.issues.map(
        (issue) => `${issue.path?.map(String).join('.') ?? 'options'}: ${issue.message}`,
      );
      const known = typeof jsonSchema === 'object' ? Object.keys(jsonSchema.properties ?? {}) : [];
      const hint = known.length > 0 ? `options: ${known.join(', ')}` : 'correct what is named';
      throw new MediaConduitError('MC_OPTIONS_INVALID', problems.join('; '), { hint, facts: { problems } });
    },
  };
}
