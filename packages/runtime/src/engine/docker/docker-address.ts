/** Where a Docker engine listens: a socket or pipe of this machine, or TCP on the loopback address. */
export type DockerAddress =
  | { readonly kind: 'socket'; readonly path: string }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number; readonly tls?: DockerTls };

/** PEM texts for an engine that wants TLS. */
export interface DockerTls {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

/** The address in the spelling of `DOCKER_HOST`. */
export function dockerAddressText(address: DockerAddress): string {
  return address.kind === 'socket' ? `unix://${address.path}` : `tcp://${address.host}:${address.port}`;
}
