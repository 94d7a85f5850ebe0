import { bundlePackage } from '../../tools/build/bundle-package.mjs';

await bundlePackage({
  folder: import.meta.dirname,
  entries: ['index', 'manifest/index', 'http/index'],
  plugins: [schemasFromFiles()],
});

/** The schemas are published as files already, for editors; the code loads these. */
function schemasFromFiles() {
  const filter = /(provider|service)-schema\.ts$/;
  return {
    name: 'schemas-from-files',
    setup: (bundling) => {
      bundling.onResolve({ filter: /\.schema\.json$/ }, ({ path }) => ({ path, external: true }));
      bundling.onLoad({ filter }, ({ path }) => {
        const [, kind] = filter.exec(path);
        const file = `../../schemas/mediaconduit.${kind}.schema.json`;
        return { contents: `export const ${kind}Schema = require('${file}');` };
      });
    },
  };
}
