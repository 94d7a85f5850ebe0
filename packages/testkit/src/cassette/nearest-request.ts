import type { RecordedRequest } from '../exchange/exchange';
import { said, sortedPath } from '../exchange/find-difference';

/** The recorded request that is most like another one, and where it differs. */
export interface NearestRequest {
  readonly request: RecordedRequest;
  /** `json.model: "b" instead of "a"` */
  readonly differences: readonly string[];
}

/** Method and path weigh more than all the rest. */
const WEIGHT_OF_ADDRESS = 1000;

/** `undefined` when nothing is recorded. */
export function findNearest(
  received: RecordedRequest,
  recorded: readonly RecordedRequest[],
): NearestRequest | undefined {
  const rated = recorded.map((request) => {
    const differences = differencesOf(request, received);
    const far = Number(addressOf(request) !== addressOf(received));
    return { request, differences, away: differences.length + far * WEIGHT_OF_ADDRESS };
  });
  const [nearest] = rated.sort((a, b) => a.away - b.away);
  return nearest && { request: nearest.request, differences: nearest.differences };
}

function addressOf({ method, path }: RecordedRequest): string {
  return `${method} ${path.split('?')[0] ?? ''}`;
}

function differencesOf(recorded: RecordedRequest, received: RecordedRequest): string[] {
  const before = leavesOf({ ...recorded, path: sortedPath(recorded.path) });
  const after = leavesOf({ ...received, path: sortedPath(received.path) });
  const places = [...new Set([...before.keys(), ...after.keys()])];
  const different = places.filter((place) => before.get(place) !== after.get(place));
  return different.map((place) => said(place, before.get(place), after.get(place)));
}

/** Every value that holds no others, by its place. */
function leavesOf(value: unknown, place = ''): Map<string, unknown> {
  if (typeof value !== 'object' || value === null) return new Map(value === undefined ? [] : [[place, value]]);
  const inner = Object.entries(value);
  if (inner.length === 0) return new Map([[place, Array.isArray(value) ? '[]' : '{}']]);
  return new Map(inner.flatMap(([key, each]) => [...leavesOf(each, place === '' ? key : `${place}.${key}`)]));
}
