/** An object of JSON of which nothing else is known. */
export type Members = Readonly<Record<string, unknown>>;

/** Throws the error of the file that is read. */
export type Refuse = (why: string) => never;

/** `undefined` for a text that is no JSON. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Refuses what is no object. */
export function membersOf(value: unknown, refuse: Refuse): Members {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Members;
  return refuse('what it says of itself is damaged');
}

/** Refuses what is no list of objects. */
export function listOf(value: unknown, refuse: Refuse): Members[] {
  if (!Array.isArray(value)) return refuse('a list is missing in what it says of itself');
  return value.map((one) => membersOf(one, refuse));
}
