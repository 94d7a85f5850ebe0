// One lint configuration for the whole workspace; `eslint .` in a package's folder finds it by itself.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import checkFile from 'eslint-plugin-check-file';
import jsdoc from 'eslint-plugin-jsdoc';
import tseslint from 'typescript-eslint';
import { boundaries } from './tools/lint-rules/boundaries.mjs';
import { packageBoundaries } from './tools/lint-rules/package-boundaries.mjs';
import * as syntax from './tools/lint-rules/restricted-syntax.mjs';

const root = import.meta.dirname;
const tests = ['**/*.test.ts', '**/*.test-d.ts'];
const published = ['packages/*/src/**/*.ts', 'services/*/src/**/*.ts'];
const restrict = (...lists) => ({ 'no-restricted-syntax': ['error', ...lists.flat()] });

/** Folders with TypeScript sources. Each is checked with its own tsconfig, so that linting one parses no other. */
const projects = ['packages', 'services', 'tools']
  .flatMap((parent) => readdirSync(join(root, parent)).map((name) => `${parent}/${name}`))
  .filter((folder) => existsSync(join(root, folder, 'tsconfig.test.json')));

export default defineConfig(
  globalIgnores([
    '**/dist/',
    '**/lib/',
    '**/coverage/',
    '**/.nx/',
    '**/.cache/',
    '**/__fixtures__/**',
    'packages/mediaconduit/src/media/',
    'packages/mediaconduit/src/services/',
  ]),
  js.configs.recommended,
  {
    rules: {
      eqeqeq: 'error',
      'max-depth': ['error', 3],
      'max-lines': ['error', 300],
      'max-lines-per-function': ['error', 50],
      'max-params': ['error', 4],
      ...restrict(syntax.everywhere),
    },
  },
  { files: ['**/*.{js,cjs,mjs}'], languageOptions: { globals: nodeGlobals() } },
  { files: ['**/*.cjs'], languageOptions: { sourceType: 'commonjs' } },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    rules: {
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false },
      ],
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      // An interface asks for a promise more often than its implementation awaits one.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    },
  },
  ...projects.map((folder) => ({
    files: [`${folder}/**/*.ts`],
    languageOptions: { parserOptions: { project: [`${folder}/tsconfig.test.json`], tsconfigRootDir: root } },
  })),
  fileNames(),
  { files: published, ignores: tests, ...libraryCode() },
  { plugins: { workspace: { rules: { 'package-boundaries': packageBoundaries } } } },
  ...boundaries({ root, tests }),
  {
    files: [
      'packages/runtime/src/create-runtime.ts',
      'packages/mediaconduit/src/cli/**/*.ts',
      'packages/create-provider/src/main.ts',
    ],
    ignores: tests,
    rules: restrict(syntax.everywhere, syntax.inLibraries, syntax.defaultExports),
  },
  {
    files: ['packages/*-provider/src/index.ts'],
    rules: restrict(syntax.everywhere, syntax.inLibraries, syntax.processState),
  },
  { files: ['packages/mediaconduit/src/cli/output.ts'], rules: { 'no-console': 'off' } },
  { files: tests, rules: testRules() },
  { files: ['**/*.test.mjs'], rules: { 'max-lines-per-function': 'off' } },
);

/** What is published says why it exists, prints nothing and throws coded errors. */
function libraryCode() {
  return {
    plugins: { jsdoc },
    rules: {
      'no-console': 'error',
      ...restrict(syntax.everywhere, syntax.inLibraries, syntax.defaultExports, syntax.processState),
      'jsdoc/require-jsdoc': [
        'error',
        {
          publicOnly: true,
          enableFixer: false,
          require: { ClassDeclaration: true, FunctionDeclaration: true },
          contexts: [
            'TSInterfaceDeclaration',
            'TSTypeAliasDeclaration',
            'TSEnumDeclaration',
            'Program > ExportNamedDeclaration > VariableDeclaration',
          ],
        },
      ],
      // A comment that only repeats the name is worse than none.
      'jsdoc/informative-docs': ['error', { excludedTags: ['deprecated', 'throws'] }],
    },
  };
}

/** kebab-case, and no file that collects whatever has no place. Paths of the original core keep their spelling. */
function fileNames() {
  return {
    files: ['**/*.{ts,mjs,cjs}'],
    ignores: ['packages/mediaconduit/src/media/**', 'packages/mediaconduit/src/services/**'],
    plugins: { 'check-file': checkFile },
    rules: {
      'check-file/filename-naming-convention': [
        'error',
        { '**/*.{ts,mjs,cjs}': 'KEBAB_CASE' },
        { ignoreMiddleExtensions: true },
      ],
      'check-file/filename-blocklist': [
        'error',
        { '**/{utils,helpers,common,types,misc,util,helper}.{ts,mjs,cjs}': '*<what-it-does>*.ts' },
      ],
    },
  };
}

/** Tests may be long and may read untyped replies; everything else holds for them too. */
function testRules() {
  return {
    'max-lines-per-function': 'off',
    '@typescript-eslint/no-unsafe-argument': 'off',
    '@typescript-eslint/no-unsafe-assignment': 'off',
    '@typescript-eslint/no-unsafe-call': 'off',
    '@typescript-eslint/no-unsafe-member-access': 'off',
    '@typescript-eslint/no-unsafe-return': 'off',
    '@typescript-eslint/unbound-method': 'off',
  };
}

/** Every global of this Node, so that no list has to be kept. */
function nodeGlobals() {
  const scripts = ['require', 'module', 'exports', '__dirname', '__filename'];
  return Object.fromEntries([...Object.getOwnPropertyNames(globalThis), ...scripts].map((name) => [name, 'readonly']));
}
