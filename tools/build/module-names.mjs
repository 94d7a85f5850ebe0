import { relative } from 'node:path';

/** The file of a module in `dist` and in `lib`. */
export function scriptOf(name) {
  return name.endsWith('.cjs') ? name : `${name}.js`;
}

/** The file of a module in `src`. */
export function sourceOf(name) {
  return name.endsWith('.cjs') ? name.replace(/\.cjs$/, '.cts') : `${name}.ts`;
}

/** The module of a file of `dist`, or of `src`. */
export function moduleOf(folder, file) {
  return relative(folder, file)
    .replaceAll('\\', '/')
    .replace(/\.(js|ts)$/, '')
    .replace(/\.cts$/, '.cjs');
}
