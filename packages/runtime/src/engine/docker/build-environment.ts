import { readFileSync } from 'node:fs';
import type { ExtraFile } from './pack-files';

/** Path of the machine's own certificate authorities in a build context, for Dockerfiles that ask for them. */
export const CA_FILE = '.mediaconduit-ca.crt';

const CA_ARGUMENT = 'MEDIACONDUIT_CA_FILE';
const PROXY_NAMES = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'FTP_PROXY', 'ALL_PROXY'];

/** What a build takes from this machine: never part of the image, nor of the hash that names it. */
export interface BuildEnvironment {
  readonly args: Readonly<Record<string, string>>;
  readonly files: readonly ExtraFile[];
}

/**
 * Proxies go in as the build arguments that the engine knows and forgets by itself. A Dockerfile that declares
 * `ARG MEDIACONDUIT_CA_FILE` also gets this machine's extra certificate authorities (`NODE_EXTRA_CA_CERTS`, else
 * `SSL_CERT_FILE`; empty when there are none) as a file in its context, to be used without a trace in the image:
 * `RUN --mount=type=bind,source=.mediaconduit-ca.crt,target=/tmp/ca.crt npm_config_cafile=/tmp/ca.crt npm ci`.
 */
export function buildEnvironment(dockerfile: string, environment: NodeJS.ProcessEnv): BuildEnvironment {
  const args = Object.fromEntries(PROXY_NAMES.flatMap((name) => proxyOf(name, environment)));
  if (!new RegExp(`^\\s*ARG\\s+${CA_ARGUMENT}\\b`, 'im').test(dockerfile)) return { args, files: [] };
  const content = readCertificates(environment['NODE_EXTRA_CA_CERTS'] || environment['SSL_CERT_FILE']);
  return { args: { ...args, [CA_ARGUMENT]: CA_FILE }, files: [{ path: CA_FILE, content }] };
}

/** A proxy on this machine's loopback address cannot be reached from a build and would only break it. */
function proxyOf(name: string, environment: NodeJS.ProcessEnv): [string, string][] {
  const value = environment[name] ?? environment[name.toLowerCase()];
  if (!value) return [];
  const isHere = name !== 'NO_PROXY' && /^(?:\w+:\/\/)?(?:[^@/]*@)?(?:localhost|127\.|\[::1\])/i.test(value);
  return isHere ? [] : [[name, value]];
}

function readCertificates(file: string | undefined): Buffer {
  try {
    return file ? readFileSync(file) : Buffer.alloc(0);
  } catch {
    return Buffer.alloc(0);
  }
}
