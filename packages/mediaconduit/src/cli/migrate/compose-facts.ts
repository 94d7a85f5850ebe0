import { isMediaConduitError } from '@mediaconduit/sdk';
import { YamlText } from './yaml-text';

/** What a compose file says about the service that answers. */
export interface ComposeFacts {
  /** Its name in the file. */
  readonly service: string;
  /** Ports in the container, as they are published. */
  readonly targets: readonly number[];
  /** Path of its health check, where that asks for one by HTTP. */
  readonly healthPath: string | undefined;
}

const TARGET = /(?:^|:)(\d{1,5})(?:-\d{1,5})?(?:\/(?:tcp|udp))?$/;

/** The named service of the file, else the first one that publishes a port, else the first. */
export function composeFacts(file: string, text: string, wanted?: string): ComposeFacts | undefined {
  const yaml = readable(file, text);
  const names = yaml?.keys(['services']) ?? [];
  const service =
    names.find((name) => name === wanted) ?? names.find((name) => yaml?.has(['services', name, 'ports'])) ?? names[0];
  if (!yaml || service === undefined) return undefined;
  const ports = yaml.value(['services', service, 'ports']);
  const targets = Array.isArray(ports) ? ports.flatMap((port) => targetOf(port) ?? []) : [];
  return { service, targets, healthPath: healthPathOf(yaml.value(['services', service, 'healthcheck', 'test'])) };
}

function readable(file: string, text: string): YamlText | undefined {
  try {
    return new YamlText(file, text, 'MC_COMPOSE_INVALID');
  } catch (error) {
    if (isMediaConduitError(error, 'MC_COMPOSE_INVALID')) return undefined; // told where it is converted
    throw error;
  }
}

function targetOf(port: unknown): number | undefined {
  if (typeof port === 'object' && port !== null && 'target' in port) return Number(port.target);
  const [, target] = TARGET.exec(String(port)) ?? [];
  return target === undefined ? undefined : Number(target);
}

/** `curl -f http://localhost:8080/health || exit 1` → `/health`. */
function healthPathOf(test: unknown): string | undefined {
  const words = Array.isArray(test) ? test.join(' ') : typeof test === 'string' ? test : '';
  const [, path] = /https?:\/\/[^/\s"']+(\/[^\s"'|;&)]*)/.exec(words) ?? [];
  return path;
}
