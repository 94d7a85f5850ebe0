import { isSecretName } from '../config/redactor';

/** Of variables, beside those that every text goes by: `APP_KEY`, `DB_PASS`. */
const SECRET_VARIABLE = /(?:_|^)(?:key|pass|auth)$/i;

const PASSWORD = /\/\/[^/\s:@]*:([^/\s@]+)@/g;

/** The values that stand under the name of a secret, however deep, and the passwords of addresses. */
export function secretsOf(settings: unknown, isSecret = false): string[] {
  if (typeof settings === 'string') return isSecret ? [settings] : passwordsIn(settings);
  if (typeof settings !== 'object' || settings === null) return [];
  return Object.entries(settings).flatMap(([name, value]) =>
    secretsOf(value, isSecret || isSecretName(name) || SECRET_VARIABLE.test(name)),
  );
}

/** As they are written, and as they are meant. */
function passwordsIn(text: string): string[] {
  return [...text.matchAll(PASSWORD)].flatMap(([, password = '']) => [password, decoded(password)]);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
