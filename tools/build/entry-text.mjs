import { dirname, posix } from 'node:path';

const MARK = "Object.defineProperty(exports, '__esModule', { value: true });";

/** A file that hands out what a module exports: `name` is that of both, `file` the one with the code of the module. */
export function entryText(name, file, exported) {
  const entry = `const entry = ${moduleText(name, file)};`;
  const lines = exported.__esModule ? [MARK, entry, ...namesOf(exported)] : [entry, 'module.exports = entry;'];
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

/** Every name is written out: Node finds what a CommonJS module exports to ES modules by reading its text. */
function namesOf(exported) {
  return Object.keys(exported).map((name) => `exports.${name} = entry.${name};`);
}
