import type { IncomingHttpHeaders } from 'node:http';
import type { RecordedRequest } from '../exchange/exchange';
import { isSecretField, isSecretHeader, isSecretParameter, isSecretVariable } from './secret-names';

/** What stands where a secret was. */
export const REDACTED = 'redacted';

const SHORTEST_VARIABLE = 8;
const SHORTEST_SECRET = 4;
const URL_ENCODED = 'application/x-www-form-urlencoded';

/** A member of a JSON text whose value is a text. */
const MEMBER = /"((?:x-)?[\w-]{2,40})"(\s*:\s*)"(?:[^"\\]|\\.)*"/g;

/** Takes secrets out of what is recorded: by name, and by value wherever the value stands. */
export class SecretRemover {
  readonly #values = new Set<string>();

  /** @param secrets values that are secret besides those of the environment, as far as its names say so. */
  constructor(environment: Readonly<Record<string, string | undefined>>, secrets: readonly string[] = []) {
    for (const [name, value = ''] of Object.entries(environment)) {
      if (isSecretVariable(name) && value.length >= SHORTEST_VARIABLE) this.#add(value);
    }
    for (const secret of secrets) this.#add(secret);
  }

  /** Whatever such a header says is a secret, also where it is said again. */
  noteHeaders(headers: IncomingHttpHeaders): void {
    for (const [name, value] of Object.entries(headers)) {
      if (isSecretHeader(name)) for (const each of secretsOf(String(value))) this.#add(each);
    }
  }

  /** By value, and in JSON by name. Everything else stays as it is, byte for byte. */
  fromBytes(bytes: Buffer): Buffer {
    const before = bytes.toString('latin1');
    const after = this.#withoutValues(before).replace(MEMBER, (member: string, name: string, colon: string) =>
      isSecretField(name) ? `"${name}"${colon}"${REDACTED}"` : member,
    );
    return after === before ? bytes : Buffer.from(after, 'latin1');
  }

  /** A path with its query. */
  fromPath(path: string): string {
    const [place = '', query] = this.fromBytes(Buffer.from(path))
      .toString()
      .split(/\?(.*)/s);
    return query === undefined ? place : `${place}?${withoutParameters(query)}`;
  }

  /** What is left to do by name once the body is read: fields of forms. */
  fromRequest(request: RecordedRequest): RecordedRequest {
    const { contentType, form, text } = request;
    if (contentType === URL_ENCODED && text !== undefined) return { ...request, text: withoutParameters(text) };
    if (!form) return request;
    const fields = Object.entries(form).map(([name, parts]) => [
      name,
      isSecretField(name) || name === 'token' ? { text: REDACTED } : parts,
    ]);
    return { ...request, form: Object.fromEntries(fields) as RecordedRequest['form'] };
  }

  fromHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
    const kept = Object.entries(headers).filter(([name]) => !isSecretHeader(name));
    return Object.fromEntries(kept.map(([name, value]) => [name, this.fromBytes(Buffer.from(value)).toString()]));
  }

  #add(value: string): void {
    if (value.length < SHORTEST_SECRET || value === REDACTED) return;
    const bytes = Buffer.from(value, 'utf8');
    const forms = [value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1)];
    for (const form of forms) this.#values.add(Buffer.from(form, 'utf8').toString('latin1'));
    for (const encoding of ['base64', 'base64url'] as const) this.#values.add(bytes.toString(encoding));
  }

  /** Longer ones first: a secret may stand in another one. */
  #withoutValues(text: string): string {
    const present = [...this.#values].filter((value) => text.includes(value)).sort((a, b) => b.length - a.length);
    return present.reduce((rest, value) => rest.replaceAll(value, REDACTED), text);
  }
}

/** The value, what stands behind `Bearer`, and both halves of what `Basic` hides. */
function secretsOf(header: string): string[] {
  const [, scheme, rest = ''] = /^(\w+) (.+)$/.exec(header) ?? [];
  const hidden = scheme?.toLowerCase() === 'basic' ? Buffer.from(rest, 'base64').toString('utf8') : '';
  return [header, rest, hidden, hidden.split(':').slice(1).join(':')];
}

function withoutParameters(query: string): string {
  const parameters = new URLSearchParams(query);
  const secret = [...parameters.keys()].filter(isSecretParameter);
  for (const name of secret) parameters.set(name, REDACTED);
  return secret.length === 0 ? query : parameters.toString();
}
