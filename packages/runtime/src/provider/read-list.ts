/** A list that may be missing, be none, or throw until its owner is configured: others must not fail for it. */
export function readList<Owner, Key extends keyof Owner>(
  owner: Owner,
  key: Key,
): Extract<Owner[Key], readonly unknown[]> {
  let value: unknown;
  try {
    value = owner[key];
  } catch {
    // as one that is empty: whoever uses its owner is told what is wrong
  }
  return (Array.isArray(value) ? value : []) as unknown as Extract<Owner[Key], readonly unknown[]>;
}
