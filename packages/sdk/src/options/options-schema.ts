import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { FromSchema, JSONSchema } from 'json-schema-to-ts';
import { MediaConduitError } from '../error/mediaconduit-error';
import { compileJsonSchema } from './compile-json-schema';

/** The one description of a model's options: checks a call, types it, and is shown as JSON Schema in help and documents. */
export interface OptionsSchema<O extends object = Record<string, unknown>> {
  readonly jsonSchema: JSONSchema;
  /** @throws `MC_OPTIONS_INVALID` naming every wrong option and, for an unknown one, the nearest known name. */
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
 * Options described by a JSON Schema literal (draft 7; write it `as const`), which also gives their TypeScript type.
 * The validator is compiled at the first call.
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
 * Options described by any Standard Schema validator (zod, valibot, arktype …) plus its JSON Schema for people and tools.
 * Only synchronous validators are taken.
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
