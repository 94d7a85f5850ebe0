/** Names of members that decide which images there are, and how they are called. */
const MEMBERS = ['Config', 'RepoTags', 'manifests', 'annotations', 'digest'];
const TEXT = /"[^"\\]*(?:\\.[^"\\]*)*"(\s*:)?/gs;

/**
 * Reads a list of images that engines read, too. These are written in Go, where `repotags` is another spelling of `RepoTags`,
 * and members that are there twice may be joined. What the two would read differently is refused.
 */
export function parseAsEngines(json: string, refuse: () => never): unknown {
  try {
    const value: unknown = JSON.parse(json);
    const written = [...json.matchAll(TEXT)].filter(([, colon]) => colon !== undefined);
    const names = memberNames(value);
    if (written.length === names.length && !names.some(isOtherSpelling)) return value;
  } catch (error) {
    // it is no JSON, or nests deeper than anybody reads
    if (!(error instanceof SyntaxError) && !(error instanceof RangeError)) throw error;
  }
  return refuse();
}

/** Of all objects in it. */
function memberNames(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = Array.isArray(value) ? [] : Object.keys(value);
  return [...own, ...Object.values(value).flatMap(memberNames)];
}

function isOtherSpelling(name: string): boolean {
  return MEMBERS.some((one) => one !== name && folded(one) === folded(name));
}

/** Go also takes the long s and the sign of kelvin for letters. */
function folded(name: string): string {
  return name.toUpperCase().toLowerCase();
}
