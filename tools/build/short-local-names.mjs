import { minify } from 'terser';
import ts from 'typescript';

/**
 * Short names for what only the code itself sees: parameters, variables, modules. Functions, classes, methods and properties
 * keep theirs, also private ones and those that take their name from a variable, for stack traces and for everybody who asks a
 * class for its name. Takes what esbuild makes for CommonJS.
 */
export async function withShortLocalNames(code) {
  if (code.includes(HASH)) throw new Error(`the code holds ${HASH}, which stands for # here`);
  const { text, kept } = withoutHashes(withoutModuleNames(code));
  const { code: short } = await minify(text, {
    compress: STATEMENTS,
    mangle: { toplevel: true, keep_fnames: NOT_OF_ESBUILD, keep_classnames: true, reserved: kept },
    format: { max_line_len: 300, ascii_only: true },
  });
  return `'use strict';\n${short.replaceAll(HASH, '#')}\n`;
}

/** Modules are called by variables; their paths would name the frame of what fails while one is loaded. */
function withoutModuleNames(code) {
  return code.replaceAll(/"[^"\n]+\.ts"\(\)\{"use strict";?/g, '_(){');
}

/** terser shortens private names in any case, those of methods too; so it gets them as properties. */
function withoutHashes(code) {
  const kept = new Set();
  const places = [];
  visit(ts.createSourceFile('modules.js', code, ts.ScriptTarget.Latest));
  const text = places.reduceRight((rest, at) => `${rest.slice(0, at)} ${HASH}${rest.slice(at + 1)}`, code);
  return { text, kept: [...kept] };

  function visit(node) {
    if (ts.isPrivateIdentifier(node)) places.push(node.end - node.text.length);
    const name = nameOfFunction(node);
    if (name !== undefined && NOT_OF_ESBUILD.test(name)) kept.add(name);
    ts.forEachChild(node, visit);
  }
}

/** The variable that a function or class without a name of its own is called by. */
function nameOfFunction(node) {
  const [target, value] = ts.isBinaryExpression(node) ? [node.left, node.right] : [node.name, node.initializer];
  if (!target || !value || !ts.isIdentifier(target)) return undefined;
  const isNameless = ts.isArrowFunction(value) || (isFunctionOrClass(value) && !value.name);
  return isNameless ? target.text : undefined;
}

function isFunctionOrClass(node) {
  return ts.isFunctionExpression(node) || ts.isClassExpression(node);
}

const HASH = '$private_';
/** Shorter statements; what moves or merges functions would change stack traces. */
const STATEMENTS = {
  defaults: false,
  booleans: true,
  comparisons: true,
  conditionals: true,
  if_return: true,
  join_vars: true,
  sequences: true,
};
const NOT_OF_ESBUILD = /^(?!__)/;
