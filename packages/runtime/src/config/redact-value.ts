const SECRET = /key|token|secret|pass|credential|auth/i;

/** A value for people: hidden when its path names a secret, without the password when it is an address. */
export function redacted(path: string, value: unknown): unknown {
  if (SECRET.test(path) && value !== undefined) return '(hidden)';
  return typeof value === 'string' ? withoutPasswords(value) : value;
}

/** A text with the passwords of the addresses in it hidden: `redis://user:(hidden)@host`. */
export function withoutPasswords(text: string): string {
  return text.replace(/(\/\/[^/\s:@]*):[^/\s@]+@/g, '$1:(hidden)@');
}
