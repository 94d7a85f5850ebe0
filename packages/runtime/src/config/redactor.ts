const SECRET_NAME = /(?:password|passwd|passphrase|secret|token|credentials?|authorization|api_?key|private_?key)$/i;
const HIDDEN = '***';

/** Shorter values are hidden only where they stand alone: within other words they prove nothing. */
const SHORTEST_WITHIN = 4;

/** How deep values are shown; status is for people. */
const DEEPEST = 12;

/** Takes secrets out of plain data. */
export type Redactor = <T>(value: T) => T;

/**
 * Hides what stands under the name of a secret, every occurrence of a known secret in any text, and passwords in URLs.
 * `secrets` is asked at each call, so that values of a later configuration are hidden too.
 */
export function createRedactor(secrets: () => readonly string[]): Redactor {
  return <T>(value: T) => redact(value, longestFirst(secrets()), 0) as T;
}

/** True for names such as `token` and `DB_PASSWORD`. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name);
}

/** A secret within another one would leave the rest of that to be seen. */
function longestFirst(secrets: readonly string[]): string[] {
  return secrets.filter(Boolean).sort((one, other) => other.length - one.length);
}

function redact(value: unknown, secrets: readonly string[], depth: number): unknown {
  if (typeof value === 'string') return redactText(value, secrets);
  if (typeof value !== 'object' || value === null) return value;
  if (depth > DEEPEST) return HIDDEN;
  if (Array.isArray(value)) return value.map((item) => redact(item, secrets, depth + 1));
  const entries = Object.entries(value).map(([name, member]: [string, unknown]) => {
    const isSecret = isSecretName(name) && member !== '' && member !== undefined && member !== null;
    return [name, isSecret ? HIDDEN : redact(member, secrets, depth + 1)];
  });
  return Object.fromEntries(entries);
}

function redactText(text: string, secrets: readonly string[]): string {
  let shown = text;
  for (const secret of secrets) {
    if (shown === secret) return HIDDEN;
    if (secret.length >= SHORTEST_WITHIN) shown = shown.replaceAll(secret, HIDDEN);
  }
  return shown.replace(/(\/\/[^/\s:@]*:)[^@\s/]+@/g, `$1${HIDDEN}@`); // last: it would cut a secret with an "@" in two
}
