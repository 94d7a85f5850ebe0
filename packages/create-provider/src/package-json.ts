import type { ProviderAnswers } from './answers';
import { KINDS, type ServiceRuns } from './kinds';
import { SERVICE_FILES } from './service-files';
import type { TemplateValues } from './template-values';
import { rangesOf, readVersions } from './versions';

const TOOLS = [
  '@changesets/cli',
  '@eslint/js',
  '@mediaconduit/mediaconduit',
  '@mediaconduit/testkit',
  '@swc/core',
  '@swc/jest',
  '@types/jest',
  '@types/node',
  'eslint',
  'jest',
  'prettier',
  'typescript',
  'typescript-eslint',
];

/** The package.json of a package of its own. */
export function packageJson(answers: ProviderAnswers, { packageName, runs, pm }: TemplateValues): string {
  const versions = readVersions();
  const service = runs === undefined ? [] : SERVICE_FILES[runs].map((name) => `service/${name}`);
  const tools = [...TOOLS, ...(runs === 'node' ? ['@mediaconduit/service-kit', 'esbuild'] : [])];
  const manifest = {
    name: packageName,
    version: '0.0.0',
    description: answers.description,
    keywords: ['mediaconduit', 'mediaconduit-provider', ...answers.capabilities],
    license: answers.licence,
    ...(answers.author === '' ? {} : { author: answers.author }),
    type: 'commonjs',
    main: './dist/index.js',
    types: './dist/index.d.ts',
    exports: {
      '.': { types: './dist/index.d.ts', default: './dist/index.js' },
      './package.json': './package.json',
    },
    files: ['dist', 'MediaConduit.provider.yml', ...service],
    sideEffects: false,
    engines: { node: '>=20.19' },
    publishConfig: { access: 'public' },
    mediaconduit: { minimumVersion: '1.0.0', compatibility: '1.x' },
    scripts: scripts(runs, pm.run),
    dependencies: rangesOf(['@mediaconduit/sdk', ...KINDS[answers.kind].dependencies], versions),
    devDependencies: rangesOf(tools, versions),
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

function scripts(runs: ServiceRuns | undefined, run: string): Record<string, string> {
  const build = 'tsc -p tsconfig.build.json';
  return {
    build: runs === 'node' ? `${build} && node service/build.mjs` : build,
    dev: 'mediaconduit dev .',
    test: `${run} build && jest`,
    'test:watch': 'jest --watch',
    lint: 'tsc && eslint .',
    format: 'prettier --write .',
    conformance: 'mediaconduit conformance .',
    readme: 'mediaconduit readme',
    prepack: `${run} build`,
    release: 'changeset publish',
  };
}
