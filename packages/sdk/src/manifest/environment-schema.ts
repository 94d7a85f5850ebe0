/** Variables of the environment, as a map or as a list of `NAME=value`. Part of both manifest schemas. */
export const environmentSchema = {
  description: 'Environment variables: a map of names to values, or a list of NAME=value.',
  type: ['object', 'array'],
  propertyNames: { pattern: '^[A-Za-z_][A-Za-z0-9_]*$' },
  additionalProperties: { type: ['string', 'number', 'boolean'] },
  items: { type: 'string', pattern: '^[A-Za-z_][A-Za-z0-9_]*=' },
} as const;
