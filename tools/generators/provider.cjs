// `npm run generate -- my-thing --kind node`: packages/my-thing-provider and services/my-thing-service.
const { checkAnswers, planWorkspace } = require('../../packages/create-provider/dist');

module.exports = async function generateProvider(tree, { name, capability, ...given }) {
  const answers = checkAnswers({ ...given, name, capabilities: [capability ?? []].flat(), scope: '@mediaconduit' });
  const { id } = answers.names;
  for (const folder of [`packages/${id}-provider`, `services/${id}-service`]) requireFree(tree, folder);
  const { format, resolveConfig } = await import('prettier');
  const settings = await resolveConfig(`${tree.root}/package.json`);
  const written = planWorkspace(answers, new Date().getFullYear());
  for (const { path, text } of written) {
    const isFormatted = /\.(ts|mjs|json|yml|md)$/.test(path) && !path.includes('__fixtures__');
    tree.write(path, isFormatted ? await format(String(text), { ...settings, filepath: path }) : text);
  }
  await addReferences(tree, written, (text) => format(text, { ...settings, filepath: 'tsconfig.json' }));
  return () =>
    process.stdout.write(
      `\nNext:\n  npm start\n  npm run docs:readmes\n  npx nx run-many -t test lint -p ${projectsOf(written)}\n`,
    );
};

function requireFree(tree, folder) {
  if (tree.exists(folder)) throw new Error(`${folder} is there already; choose another name`);
}

/** So that `tsc -b` of the root builds them too. */
async function addReferences(tree, written, format) {
  const folders = written.filter(({ path }) => path.endsWith('/tsconfig.json')).map(({ path }) => path.slice(0, -14));
  const config = JSON.parse(tree.read('tsconfig.json', 'utf8'));
  const references = [...config.references, ...folders.map((path) => ({ path }))];
  tree.write('tsconfig.json', await format(JSON.stringify({ ...config, references })));
}

function projectsOf(written) {
  const manifests = written.filter(({ path }) => /^[^/]+\/[^/]+\/package\.json$/.test(path));
  return manifests.map(({ text }) => JSON.parse(text).name).join(',');
}
