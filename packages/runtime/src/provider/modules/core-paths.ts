/** The package that providers of the original core import. */
export const CORE = '@mediaconduit/mediaconduit';

/**
 * The module path below `src` that a request for the core names: `''` for the package itself, `undefined` for what is no
 * path of modules. Extensions are dropped, and what a compiler writes (`dist/media/…`) is read as its source.
 */
export function corePathOf(request: string): string | undefined {
  const path = request
    .slice(CORE.length)
    .replace(/\/+$/, '')
    .replace(/\.(?:d\.ts|[cm]?[jt]s)$/, '');
  if (/^(?:\/(?:src|dist|dist\/src))?(?:\/media)?(?:\/index)?$/.test(path)) return '';
  const [, inside] = /^\/(?:(?:dist|lib|build)\/)?(?:src\/)?((?:media|services)\/.+)$/.exec(path) ?? [];
  return inside === undefined || inside.split('/').includes('..') ? undefined : inside;
}
