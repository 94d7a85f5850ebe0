import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { withShortLocalNames } from './short-local-names.mjs';

// as esbuild writes it
const CODE = `var __esm=module=>()=>module[Object.keys(module)[0]]();function outer(argument){const inner=value=>{throw new
Error(value)};inner(argument)}var First,late;var init_first=__esm({"src/first.ts"(){"use strict";First=class{#secret=1;
static#made(value){return value.at()}#fail(reason){throw new Error(reason+" a#1")}has(other){return#secret in other}
fail(reason){this.#fail(reason)}static make(value){return this.#made(value)}};late=async reason=>{throw reason}}});
init_first();Object.assign(exports,{First,late,outer});`;

async function exportsOf(code) {
  const exported = {};
  new Function('exports', await withShortLocalNames(code))(exported);
  return exported;
}

function stackOf(call) {
  try {
    return call();
  } catch (error) {
    return error.stack;
  }
}

describe('withShortLocalNames', () => {
  it('shortens names of parameters, variables and modules', async () => {
    const code = await withShortLocalNames(CODE);
    for (const name of ['argument', 'value', 'init_first', 'src/first.ts']) assert.ok(!code.includes(name), name);
  });

  it('leaves stack traces as they were', async () => {
    const { First, outer } = await exportsOf(CODE);
    assert.match(
      stackOf(() => new First().fail('it broke')),
      /it broke a#1\n +at .*#fail .*\n +at First\.fail /,
    );
    assert.match(
      stackOf(() => outer('it broke')),
      /at inner .*\n +at outer /,
    );
  });

  it('leaves functions and classes their names, also those of variables', async () => {
    const { First, late, outer } = await exportsOf(CODE);
    assert.deepEqual([First.name, late.name, outer.name], ['First', 'late', 'outer']);
  });

  it('leaves private members private', async () => {
    const { First } = await exportsOf(CODE);
    assert.deepEqual(Object.keys(new First()), []);
    assert.equal(new First().has({}), false);
    assert.equal(First.make(['x']), 'x');
  });

  it('breaks lines that a terminal could not show', async () => {
    const code = await withShortLocalNames(CODE + 'exports.last=exports.First;'.repeat(100));
    assert.ok(code.split('\n').every((line) => line.length <= 300));
  });

  it('makes all code strict at its first line', async () => {
    const code = await withShortLocalNames(CODE);
    assert.ok(code.startsWith("'use strict';"));
    assert.equal(code.match(/use strict/g).length, 1);
  });

  it('refuses code with the text that stands for # meanwhile', async () => {
    await assert.rejects(withShortLocalNames('exports.$private_a=1'), /stands for #/);
  });
});
