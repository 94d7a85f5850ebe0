import { join, resolve } from 'node:path';
import { MediaConduitError, type ProviderManifest } from '@mediaconduit/sdk';
import { readPackageJson } from '../../source/installed-packages';
import { isInside } from '../../source/is-inside';
import { findScript } from './source-files';

const USUAL = ['dist/index.js', 'src/index.ts', 'index.js', 'src/index.js', 'index.ts'];

/** Names in the order in which Node.js would ask for them if it were to `require` the package. */
const CONDITIONS = ['node', 'require', 'default', 'import'];

/**
 * The file that a provider package begins with: what the manifest names, what package.json names, or the usual places;
 * the first that exists. Sources count, as most repositories hold no built files: a built file that is missing stands for
 * the source that it is made from.
 * @throws `MC_PROVIDER_INVALID` with all that was looked for.
 */
export function findEntry({ id, main, folder, file }: ProviderManifest): string {
  const { exports, main: packageMain, module } = readPackageJson(folder) ?? {};
  const named = [main, entryOfExports(exports), packageMain, module].filter((path) => typeof path === 'string');
  const paths = new Set([...named, ...named.flatMap(sourcesOf), ...USUAL]);
  const looked = [...paths].filter((path) => isInside(folder, resolve(folder, path)));
  for (const path of looked) {
    const entry = findScript(join(folder, path));
    if (entry !== undefined) return entry;
  }
  throw new MediaConduitError(
    'MC_PROVIDER_INVALID',
    `The provider "${id}" has no built entry file and no sources (${looked.join(', ')}).`,
    { hint: `build it: npm run build in ${folder}`, facts: { provider: id, file, looked } },
  );
}

/** `dist/provider.js` → `src/provider.ts`, and what the compiler writes when tests lie beside `src`: `dist/src/x.js`. */
function sourcesOf(path: string): string[] {
  const [, rest] = /^(?:\.\/)?(?:dist|lib|build|out)\/(.+?)(?:\.[cm]?js)?$/.exec(path) ?? [];
  return rest === undefined ? [] : [`src/${rest}.ts`, `${rest}.ts`];
}

/** The entry of the package itself in what package.json says under `exports`. */
export function entryOfExports(exports: unknown): string | undefined {
  if (typeof exports === 'string') return exports;
  if (Array.isArray(exports)) return exports.map(entryOfExports).find((path) => path !== undefined);
  if (typeof exports !== 'object' || exports === null) return undefined;
  const map = exports as Readonly<Record<string, unknown>>;
  if ('.' in map) return entryOfExports(map['.']);
  return CONDITIONS.map((name) => entryOfExports(map[name])).find((path) => path !== undefined);
}
