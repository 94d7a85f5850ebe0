import { readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { originalPackages } from './install-original-packages';

const runtime = createRequire(require.resolve('@mediaconduit/runtime/package.json'));

/**
 * Builds the packages of a project as their authors would, and takes their sources away: one file for each, as CommonJS or as
 * an ES module. What is imported stays an import.
 */
export async function buildOriginalPackages(project: string, format: 'cjs' | 'esm'): Promise<void> {
  const { build } = runtime('esbuild') as { build(options: object): Promise<unknown> };
  for (const name of await originalPackages()) {
    const folder = join(project, name);
    // a file that is handed on and missing: compilers stop at it, so its author has built without it
    const entry = join(folder, 'src', 'index.ts');
    await writeFile(entry, (await readFile(entry, 'utf8')).replace("export * from './types';\n", missingIn(name)));
    await build({
      ...{ absWorkingDir: folder, entryPoints: [entry], outfile: join(folder, 'dist', 'index.js') },
      ...{ bundle: true, packages: 'external', platform: 'node', target: 'es2020', format, logLevel: 'silent' },
      ...(format === 'esm' && { banner: { js: REQUIRE } }),
    });
    await rm(join(folder, 'src'), { recursive: true });
    if (format === 'esm') await declareModule(join(folder, 'package.json'));
  }
}

/** As bundlers are told to do it for code that calls `require()`. */
const REQUIRE = "import { createRequire as __create } from 'node:module'; const require = __create(import.meta.url);";

function missingIn(name: string): string {
  return name === 'cowsay-provider' ? '' : "export * from './types';\n";
}

async function declareModule(file: string): Promise<void> {
  const manifest = JSON.parse(await readFile(file, 'utf8')) as object;
  await writeFile(file, JSON.stringify({ ...manifest, type: 'module' }));
}
