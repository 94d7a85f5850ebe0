import { join } from 'node:path';
import { readModulePlaces, type ModulePlaces } from './compiler-options';
import { findScript, findSource } from './source-files';

/** What compilers and bundlers find by `baseUrl` and `paths` of a tsconfig.json, which is read with the first question. */
export class PathAliases {
  #places: ModulePlaces | undefined;

  constructor(private readonly folder: string) {}

  /** The file behind a request that names no package that is there. */
  find(request: string): string | undefined {
    const { baseUrl, paths } = (this.#places ??= readModulePlaces(this.folder));
    const aliased = Object.entries(paths)
      .sort(([one], [other]) => prefixOf(other).length - prefixOf(one).length)
      .flatMap(([pattern, places]) => standsFor(request, pattern, places));
    const based = baseUrl === undefined ? [] : [join(baseUrl, request)];
    for (const path of [...aliased, ...based]) {
      const found = findSource(path) ?? findScript(path);
      if (found !== undefined) return found;
    }
    return undefined;
  }
}

function prefixOf(pattern: string): string {
  return pattern.split('*', 1)[0] ?? '';
}

function standsFor(request: string, pattern: string, places: readonly string[]): readonly string[] {
  const [start = '', end] = pattern.split('*');
  if (end === undefined) return request === pattern ? places : [];
  if (request.length < start.length + end.length || !request.startsWith(start) || !request.endsWith(end)) return [];
  const rest = request.slice(start.length, request.length - end.length);
  return places.map((place) => place.replace('*', () => rest));
}
