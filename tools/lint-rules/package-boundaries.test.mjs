import { RuleTester } from 'eslint';
import { describe, it } from 'node:test';
import tseslint from 'typescript-eslint';
import { packageBoundaries } from './package-boundaries.mjs';

RuleTester.describe = describe;
RuleTester.it = it;
RuleTester.itOnly = it.only;

const at = {
  filename: '/clone/packages/sdk/src/model/model.ts',
  options: [{ root: '/clone', allowed: ['service-kit'] }],
};
const valid = [
  "import { a } from '../media/text';",
  "import a from '../../package.json';",
  "import { a } from '@mediaconduit/service-kit';",
  "import { a } from '@mediaconduit/service-kit/testing';",
  "import { a } from 'axios';",
];
const invalid = [
  ["import { a } from '@mediaconduit/runtime';", 'package'],
  ["import type { A } from '@mediaconduit/service-kit-other';", 'package'],
  ["export { a } from '@mediaconduit/runtime';", 'package'],
  ["export * from '@mediaconduit/runtime';", 'package'],
  ["const a = import('@mediaconduit/runtime');", 'package'],
  ["const a = require('@mediaconduit/runtime');", 'package'],
  ["const a = require.resolve('@mediaconduit/runtime');", 'package'],
  ["import a = require('@mediaconduit/runtime');", 'package'],
  ["type A = import('@mediaconduit/runtime').A;", 'package'],
  ["import { a } from '../../../runtime/src/index';", 'outside'],
  ["import { a } from '../../../sdk-other/src/index';", 'outside'],
];

new RuleTester({ languageOptions: { parser: tseslint.parser } }).run('package-boundaries', packageBoundaries, {
  valid: valid.map((code) => ({ code, ...at })),
  invalid: invalid.map(([code, messageId]) => ({ code, errors: [{ messageId }], ...at })),
});
