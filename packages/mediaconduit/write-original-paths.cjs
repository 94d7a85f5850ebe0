// Writes the module paths of the original core as thin files that hand out what tsc has built: run by the build target.
const { mkdirSync, rmSync, writeFileSync } = require('node:fs');
const { dirname, join, posix } = require('node:path');
const { originalPaths, otherSources } = require('./original-paths.cjs');

const CORE = 'lib/compat/index.js';
const folder = join(__dirname, 'src');

for (const name of ['media', 'services']) rmSync(join(folder, name), { recursive: true, force: true });
for (const [path, names] of Object.entries(originalPaths)) writeModule(path, names);

function writeModule(path, names) {
  const parts = [...new Set(names.map(sourceOf))].map((source) => ({
    from: specifierOf(source, path),
    names: names.filter((name) => sourceOf(name) === source),
  }));
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, `${path}.js`), ["'use strict';", ...parts.flatMap(javaScript), ''].join('\n'));
  writeFileSync(join(folder, `${path}.d.ts`), [...parts.map(declaration), ''].join('\n'));
}

function sourceOf(name) {
  return otherSources[name] ?? CORE;
}

function specifierOf(source, path) {
  return source.startsWith('@') ? source : posix.relative(posix.dirname(posix.join('src', path)), source);
}

/** One assignment per name: Node finds the names of a CommonJS module for `import { … }` by them. */
function javaScript({ from, names }, index) {
  const module = `module${index}`;
  return [`const ${module} = require('${from}');`, ...names.map((name) => `exports.${name} = ${module}.${name};`)];
}

function declaration({ from, names }) {
  return `export { ${names.join(', ')} } from '${from.replace(/\.js$/, '')}';`;
}
