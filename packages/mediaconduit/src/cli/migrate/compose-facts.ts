import { isMediaConduitError } from '@mediaconduit/sdk';
import { YamlText } from './yaml-text';

/** What a compose file says about the service that answers. */
export interface ComposeFacts {
  /** Its name in the file. */
  readonly service: string;
  /** The names of all services of the file. */
  readonly services: readonly string[];
  /** Several services could be the one that is meant. */
  readonly isGuess: boolean;
  /** Ports in the container, as they are published. */
  readonly targets: readonly number[];
  /** Path of its health check, where that asks for one by HTTP. */
  readonly healthPath: string | undefined;
}

const TARGET = /(?:^|:)(\d{1,5})(?:-\d{1,5})?(?:\/(?:tcp|udp))?$/;

/** What is known of the service that is looked for in a compose file. */
export interface WantedService {
  readonly name?: string | undefined;
  /** A port that it publishes, of the host or of the container. */
  readonly port?: number | undefined;
}

/**
 * The named service of the file, else the only one, else the only one that publishes the port, is built, or publishes
 * any; a guess where that does not tell.
 */
export function composeFacts(file: string, text: string, wanted: WantedService = {}): ComposeFacts | undefined {
  const yaml = readable(file, text);
  const names = yaml?.keys(['services']) ?? [];
  if (!yaml || names.length === 0) return undefined;
  const has = (name: string, key: string): boolean => yaml.has(['services', name, key]);
  const narrowed = [
    (name: string) => name === wanted.name,
    (name: string) =>
      wanted.port !== undefined && portsOf(yaml, name).some((port) => numbersOf(port).includes(wanted.port ?? 0)),
    (name: string) => has(name, 'build'),
    (name: string) => has(name, 'ports'),
  ].reduce((left, isIt) => (left.some(isIt) ? left.filter(isIt) : left), names);
  const [service = ''] = narrowed;
  const targets = portsOf(yaml, service).flatMap((port) => targetOf(port) ?? []);
  const healthPath = healthPathOf(yaml.value(['services', service, 'healthcheck', 'test']));
  return { service, services: names, isGuess: narrowed.length > 1, targets, healthPath };
}

function portsOf(yaml: YamlText, service: string): unknown[] {
  const ports = yaml.value(['services', service, 'ports']);
  return Array.isArray(ports) ? ports : [];
}

/** Every number of a port: `8080:80` → 8080 and 80. */
function numbersOf(port: unknown): number[] {
  const words = typeof port === 'object' && port !== null ? Object.values(port).join(' ') : String(port);
  return (words.match(/\b\d{1,5}\b/g) ?? []).map(Number);
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
