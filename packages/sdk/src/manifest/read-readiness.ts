import type { ReadinessDefinition } from '../service/service-definition';
import type { ManifestNode } from './manifest-node';

const DEFAULT_PATH = '/health';
const DEFAULT_TIMEOUT_MS = 60_000;

/** When the service is ready: `readiness`, else the health check of older manifests, else `GET /health`. */
export function readReadiness(root: ManifestNode): ReadinessDefinition {
  const path =
    root.at('readiness', 'path').text ??
    readHealthCheck(root.at('docker', 'healthCheck')) ??
    readHealthCheck(root.at('healthCheck'));
  return { path: path ?? DEFAULT_PATH, timeoutMs: root.at('readiness', 'timeoutMs').number ?? DEFAULT_TIMEOUT_MS };
}

function readHealthCheck(node: ManifestNode): string | undefined {
  const candidates = [node, node.at('endpoint'), node.at('path'), node.at('url')];
  const found = candidates.find((candidate) => candidate.text);
  if (!found?.text) return undefined;
  const path = toProbePath(found.text);
  if (path === undefined)
    found.problem(`"${found.text}" is no path of a probe`, { hint: 'write a path such as /health' });
  return path;
}

/**
 * The path that a probe asks for, from a path or an address. Only the path of an address counts: its port is decided
 * when the service starts, and `http://localhost:__PORT__/health` is no URL. `undefined` when it is neither.
 */
export function toProbePath(written: string): string | undefined {
  const address = /^https?:\/\/[^/?#]*([^#]*)/i.exec(written.trim());
  const path = `/${(address?.[1] ?? written.trim()).replace(/^\/+/, '')}`;
  return /[\s\\#]|^\/[a-z]+:\/\//i.test(path) ? undefined : path;
}
