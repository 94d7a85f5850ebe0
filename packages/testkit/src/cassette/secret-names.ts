const SECRET =
  /^(?:x[-_](?:\w+[-_])?)?(?:api[-_]?key|access[-_]?key(?:[-_]?id)?|(?:access|refresh|id|auth|bearer|session|security)[-_]?token|(?:client[-_]?)?secret(?:[-_]?key)?|pass(?:word|wd|phrase)|authorization|credentials?|signature|private[-_]?key)$/i;

/** In a query these are secrets too; in a body they are all kinds of things. */
const SECRET_IN_QUERIES = /^(?:key|token|sig|auth)$/i;

const HEADERS_WITH_SECRETS = /authorization|cookie|token$|secret|(?:api|access|goog|^xi)[-_]?(?:api[-_]?)?key/i;

/** Names of variables whose values are secrets. */
const SECRET_VARIABLES = /(?:KEY|TOKEN|SECRET|PASSWORD|PASSPHRASE|CREDENTIALS?)$/i;

/** Whether a field of a body, or of a form, holds a secret. */
export function isSecretField(name: string): boolean {
  return SECRET.test(name);
}

/** Whether a parameter of a query holds a secret. */
export function isSecretParameter(name: string): boolean {
  return SECRET_IN_QUERIES.test(name) || SECRET.test(name);
}

/** Whether a header of a request holds a secret. */
export function isSecretHeader(name: string): boolean {
  return HEADERS_WITH_SECRETS.test(name);
}

/** Whether an environment variable holds a secret. */
export function isSecretVariable(name: string): boolean {
  return SECRET_VARIABLES.test(name);
}
