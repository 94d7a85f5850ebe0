const DEEPEST = 16;
const MOST_MEMBERS = 10_000;

/**
 * What another process may get of a value whose parts matter to people only: lists and records of texts, numbers and
 * dates. What is neither becomes its name, functions are left out, and what lies too deep is cut off.
 */
export function plainCopy(value: unknown, depth = 0): unknown {
  if (typeof value === 'function' || typeof value === 'symbol') return undefined;
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (depth >= DEEPEST) return '…';
  if (Array.isArray(value)) return value.slice(0, MOST_MEMBERS).map((member) => plainCopy(member, depth + 1));
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  if (value instanceof URL || ArrayBuffer.isView(value)) return nameOf(value);
  const names = Object.keys(value).slice(0, MOST_MEMBERS);
  return Object.fromEntries(names.map((name) => [name, plainCopy(memberOf(value, name), depth + 1)]));
}

/** A member that cannot be read is left out: what can be is worth telling. */
function memberOf(value: object, name: string): unknown {
  try {
    return (value as Record<string, unknown>)[name];
  } catch {
    return undefined;
  }
}

function nameOf(value: URL | ArrayBufferView): string {
  return value instanceof URL ? value.href : `${value.byteLength} bytes`;
}
