import type { ProviderAnswers } from './answers';
import { KINDS, type ServiceRuns } from './kinds';
import { SERVICE_FILES } from './service-files';
import type { TemplateValues } from './template-values';

const REFUSE = 'node ../../tools/release/refuse-npm-publish.mjs';

/** What every published package of this repository says in the same words. */
const COMMON = {
  sideEffects: false,
  engines: { node: '>=20.19' },
  publishConfig: { access: 'public' },
  scripts: { prepublishOnly: REFUSE },
} as const;

/** The package.json of a provider of this repository. */
export function workspaceProviderJson(answers: ProviderAnswers, values: TemplateValues): string {
  const { packageName, runs, serviceName } = values;
  const others = KINDS[answers.kind].dependencies.map((name) => [name, 'catalog:'] as const);
  const own = [...(runs === undefined ? [] : [serviceName]), '@mediaconduit/sdk'].map((name) => [name, WORKSPACE]);
  return jsonText({
    ...identity(packageName, values.description),
    main: './dist/index.js',
    types: './dist/index.d.ts',
    exports: {
      '.': { types: './dist/index.d.ts', default: './dist/index.js' },
      './package.json': './package.json',
    },
    files: ['dist/**/*.{js,d.ts}', 'MediaConduit.provider.yml'],
    ...COMMON,
    dependencies: Object.fromEntries([...own, ...others]) as object,
    devDependencies: { '@mediaconduit/testkit': WORKSPACE },
    nx: { includedScripts: [], targets: { build: {}, test: {}, lint: {}, pack: {} } },
  });
}

const WORKSPACE = 'workspace:^';

/** The package.json of the service beside it. */
export function workspaceServiceJson({ description, serviceName }: TemplateValues, runs: ServiceRuns): string {
  const isNode = runs === 'node';
  const targets = { build: { command: 'node build.mjs' }, test: {}, lint: {}, pack: {} };
  return jsonText({
    ...identity(serviceName, description),
    exports: { './package.json': './package.json' },
    files: SERVICE_FILES[runs],
    ...COMMON,
    dependencies: {},
    ...(isNode ? { devDependencies: { '@mediaconduit/service-kit': WORKSPACE, esbuild: 'catalog:' } } : {}),
    nx: { includedScripts: [], targets: isNode ? targets : { pack: {} } },
  });
}

function identity(name: string, description: string): object {
  return { name, version: '0.0.0', description, license: 'MIT', keywords: KEYWORDS, type: 'commonjs' };
}

const KEYWORDS = ['mediaconduit'];

function jsonText(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
