/** A property of whatever was thrown, when it is a string: `name` of an abort, `code` of a system error. */
export function errorProperty(thrown: unknown, property: 'name' | 'code'): string | undefined {
  if (typeof thrown !== 'object' || thrown === null) return undefined;
  const value = (thrown as Readonly<Record<string, unknown>>)[property];
  return typeof value === 'string' ? value : undefined;
}
