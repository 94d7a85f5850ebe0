/** Where the manifest of an image is. */
export interface ImagePlace {
  /** Of the registry, without a slash at the end. */
  readonly baseUrl: string;
  readonly repository: string;
  /** A tag or a digest. */
  readonly reference: string;
}

const HUB = 'registry-1.docker.io';
const HUB_NAMES = ['docker.io', 'index.docker.io', HUB];
const REPOSITORY = /^[a-z0-9]+(?:[._/-]+[a-z0-9]+)*$/;
const HOST = /^(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:]+\])(?::\d{1,5})?$/i;
const LOOPBACK = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::|$)/i;
const REFERENCE = /^(?:[\w][\w.-]{0,127}|sha256:[0-9a-f]{64})$/;

/** As Docker reads an image name; `undefined` for what is none. Registries of this machine are asked without TLS, as Docker does. */
export function parseImageReference(text: string): ImagePlace | undefined {
  const [first = '', ...rest] = text.split('/');
  const hasHost = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost');
  const host = hasHost && !HUB_NAMES.includes(first) ? first : HUB;
  const path = hasHost ? rest.join('/') : text;
  const [named = '', digest] = path.split('@');
  const [, name = '', tag = 'latest'] = /^(.*?)(?::([^:/]*))?$/.exec(named) ?? [];
  const repository = host === HUB && !name.includes('/') ? `library/${name}` : name;
  const reference = digest ?? tag;
  if (!HOST.test(host) || !REPOSITORY.test(repository) || !REFERENCE.test(reference)) return undefined;
  return { baseUrl: `${LOOPBACK.test(host) ? 'http' : 'https'}://${host}`, repository, reference };
}
