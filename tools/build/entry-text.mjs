import { dirname, posix } from 'node:path';

const MARK = "Object.defineProperty(exports, '__esModule', { value: true });";

/** A file that hands out what a module exports: `name` is that of both, `file` the one with the code of the module. */
export function entryText(name, file, exported) {
  const module = moduleText(name, file);
  const names = Object.keys(exported);
  const lines = exported.__esModule
    ? [MARK, `Object.assign(exports, ${module});`, namesForNode(names)]
    : // by itself: after `module.exports =` Node would read the names of the whole file that is required
      [`const entry = ${module};`, 'module.exports = entry;'];
  return ["'use strict';", ...lines, ''].join('\n');
}

/** A file that only runs a module. */
export function programText(name, file) {
  return `'use strict';\n${moduleText(name, file)};\n`;
}

function moduleText(name, file) {
  const path = posix.relative(dirname(name), file);
  return `require('${path.startsWith('.') ? path : `./${path}`}')['${name}']()`;
}

/** Node finds what a CommonJS module exports to ES modules by reading its text. This line does nothing else. */
function namesForNode(names) {
  const others = names.filter((name) => name !== 'default');
  // a keyword needs a value, and Node reads no further than that
  const listed = others.length === names.length ? names : [...others, 'default: 0'];
  return `0 && (module.exports = { ${listed.join(', ')} });`;
}
