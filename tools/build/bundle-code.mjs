import { readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { build } from 'esbuild';
import { moduleOf, scriptOf } from './module-names.mjs';

/** Names are kept, and lines short enough to be shown, for stack traces; source maps are not published. */
export const BUNDLED_CODE = {
  write: false,
  bundle: true,
  packages: 'external',
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  minifyWhitespace: true,
  lineLimit: 300,
};

/** Of a class that speaks of itself esbuild makes `Text = class _Text`, which everybody would see who prints a text. */
export function withOwnNames(code) {
  const names = [...code.matchAll(/\b(\w+)=\s*class\s+_\1\b/g)].map(([, name]) => name);
  return names.reduce((text, name) => text.replaceAll(new RegExp(`\\b_${name}\\b`, 'g'), name), code);
}

const ELSEWHERE = 'elsewhere:';
const PATHS = 'const __paths=(...paths)=>paths.map((path)=>require("node:path").join(__dirname,path));';

/** The code of one file of `lib/modules`: a function for each module of `asked`, which runs it and gives its exports. */
export async function sharedCode({ folder, file, files, asked }) {
  const dist = join(folder, 'dist');
  const own = [...asked].filter((name) => files.get(name) === file);
  const code = await bundledCode(dist, {
    contents: own.map((name) => `exports['${name}'] = () => require('./${scriptOf(name)}');`).join('\n'),
    plugins: [otherFiles({ dist, file, files }), ownPaths(dist, '..')],
  });
  return code.replaceAll(
    new RegExp(`require\\(\\s*"${ELSEWHERE}([^"]+)"\\s*\\)`, 'g'),
    (_match, name) => `require("./${posix.basename(files.get(name))}")["${name}"]()`,
  );
}

/** The code of a program with every module that it needs, and for ES modules the names that it exports. */
export async function standaloneCode(folder, name) {
  const dist = join(folder, 'dist');
  const contents = `module.exports = require('./${scriptOf(name)}');`;
  const plugins = [ownPaths(dist, posix.relative(dirname(name), '.'))];
  const code = await bundledCode(dist, { contents, plugins });
  const exported = [...readFileSync(join(dist, scriptOf(name)), 'utf8').matchAll(/^exports\.(\w+) = /gm)];
  return exported.length > 0 ? `${code}0&&(module.exports={${exported.map(([, one]) => one).join()}});\n` : code;
}

const SDK = '@mediaconduit/sdk';

/**
 * As {@link standaloneCode}, with what the program uses of the SDK in place of the SDK, which takes 7 ms to load: for
 * programs that give no object of it to anybody.
 */
export async function closedCode(folder, name) {
  const contents = await standaloneCode(folder, name);
  const used = new Set([...contents.matchAll(/\bsdk_1\.(\w+)/g)].map(([, one]) => one));
  const { outputFiles } = await build({
    ...BUNDLED_CODE,
    stdin: { resolveDir: folder, contents },
    plugins: [partOfSdk(join(folder, '..', 'sdk', 'src', 'index.ts'), used)],
  });
  return withOwnNames(outputFiles[0].text);
}

/** From the sources, of which esbuild leaves out what nobody asks for. */
function partOfSdk(source, names) {
  return {
    name: 'part-of-sdk',
    setup: (bundling) => {
      bundling.onResolve({ filter: new RegExp(`^${SDK}$`) }, () => ({ path: SDK, namespace: 'part' }));
      bundling.onLoad({ filter: /./, namespace: 'part' }, () => ({
        contents: `export { ${[...names].join(', ')} } from ${JSON.stringify(source)};`,
        resolveDir: dirname(source),
      }));
    },
  };
}

async function bundledCode(dist, { contents, plugins }) {
  const { outputFiles } = await build({
    ...BUNDLED_CODE,
    absWorkingDir: dist,
    stdin: { resolveDir: dist, contents },
    ignoreAnnotations: true,
    plugins,
  });
  const code = withOwnNames(outputFiles[0].text);
  return ['"use strict";', ...(code.includes('__paths(') ? [PATHS] : []), code].join('\n');
}

/** A module that lies in another file is asked for there, each time: it may be half loaded, and ask for us. */
function otherFiles({ dist, file, files }) {
  return {
    name: 'other-files',
    setup: (bundling) =>
      bundling.onResolve({ filter: /^\./ }, async ({ path, resolveDir, kind, pluginData }) => {
        if (pluginData === ELSEWHERE) return undefined;
        const found = await bundling.resolve(path, { resolveDir, kind, pluginData: ELSEWHERE });
        if (found.external || found.errors.length > 0) return found;
        const name = moduleOf(dist, found.path);
        if (!files.has(name)) throw new Error(`${name} is not reached by the sources`);
        return files.get(name) === file ? found : { path: `${ELSEWHERE}${name}`, external: true };
      }),
  };
}

/** Modules that ask where they are get the path that they would have as files of their own; `root` leads to `lib`. */
function ownPaths(dist, root) {
  return {
    name: 'own-paths',
    setup: (bundling) =>
      bundling.onLoad({ filter: /\.c?js$/ }, ({ path }) => {
        const text = readFileSync(path, 'utf8');
        if (!/\b__(dirname|filename)\b/.test(text)) return undefined;
        const file = posix.join(root, scriptOf(moduleOf(dist, path)));
        const own = `const[__dirname,__filename]=__paths(${JSON.stringify(posix.dirname(file))},${JSON.stringify(file)});`;
        return { contents: `${own}\n${text}` };
      }),
  };
}
