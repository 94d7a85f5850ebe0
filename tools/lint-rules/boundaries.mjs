// Which package may import which of ours: `sdk` ← providers; `sdk` ← runtime ← gateway, mediaconduit; testkit → sdk;
// services → service-kit. Names are regular expressions; `inTests` adds to them in tests.
const RULES = [
  { folder: 'packages/sdk', allowed: [] },
  { folder: 'packages/runtime', allowed: ['sdk'], inTests: ['testkit'] },
  { folder: 'packages/testkit', allowed: ['sdk'], inTests: ['runtime'] },
  { folder: 'packages/gateway', allowed: ['sdk', 'runtime'], inTests: ['testkit'] },
  { folder: 'packages/mediaconduit', allowed: ['sdk', 'runtime'], inTests: ['testkit', '[a-z0-9-]+-provider'] },
  { folder: 'packages/*-provider', allowed: ['sdk', '[a-z0-9-]+-service'], inTests: ['runtime', 'testkit'] },
  { folder: 'packages/service-kit', allowed: [] },
  { folder: 'packages/create-provider', allowed: ['sdk'], inTests: ['testkit'] },
  { folder: 'services/*', allowed: ['service-kit'], inTests: ['testkit'] },
];

/** Lint blocks for every row, sources and tests apart. */
export function boundaries({ root, tests }) {
  const rule = (allowed) => ({ 'workspace/package-boundaries': ['error', { root, allowed }] });
  return RULES.flatMap(({ folder, allowed, inTests = [] }) => [
    { files: [`${folder}/src/**/*.ts`], ignores: tests, rules: rule(allowed) },
    { files: tests.map((glob) => `${folder}/src/${glob}`), rules: rule([...allowed, ...inTests]) },
  ]);
}
