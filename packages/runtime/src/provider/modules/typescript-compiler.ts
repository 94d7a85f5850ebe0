import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import type { TransformOptions } from 'esbuild';
import type { CompiledCache } from './compiled-cache';
import { readCompilerOptions, type CompilerOptions } from './compiler-options';
import { loadEsbuild, type EsbuildUse } from './load-esbuild';
import { findSource, isOwnFile } from './source-files';

/** Grows when the same source would be compiled to other code. */
const FORMAT = 1;

/** Files that one package may have compiled; the rest would be compiled while they are loaded. */
const MAX_FILES = 2000;

/**
 * Compiles the TypeScript sources of one package to CommonJS, file by file, so that each stays the module that it was:
 * `__dirname`, relative paths and the lines of errors are those of the source.
 */
export class TypeScriptCompiler {
  readonly #options: CompilerOptions;

  constructor(
    private readonly folder: string,
    private readonly cache: CompiledCache,
  ) {
    this.#options = readCompilerOptions(folder);
  }

  /** Compiles `entry` and all that it loads and that is not in the cache, without blocking; faults are left to {@link compile}. */
  async prepare(entry: string): Promise<void> {
    let esbuild: EsbuildUse | undefined;
    const open = (): EsbuildUse => (esbuild ??= loadEsbuild());
    try {
      const files = new Set([entry]);
      for (const file of files) {
        const code = await this.#compile(file, open);
        const loaded = code === undefined ? [] : this.#loadedBy(file, code);
        loaded.slice(0, MAX_FILES - files.size).forEach((source) => files.add(source));
      }
    } finally {
      await esbuild?.[Symbol.asyncDispose]();
    }
  }

  async #compile(file: string, open: () => EsbuildUse): Promise<string | undefined> {
    const text = await readFile(file, 'utf8').catch(() => undefined);
    if (text === undefined) return undefined;
    const key = this.#keyOf(file, text);
    const known = this.cache.get(key);
    if (known !== undefined) return known;
    const code = await open().transform(text, this.#transformOf(file, text));
    if (code !== undefined) this.cache.set(key, code);
    return code;
  }

  /** @throws a `SyntaxError` whose stack begins with file and line, as those of Node.js do. */
  compile(file: string): string {
    const text = readFileSync(file, 'utf8');
    const key = this.#keyOf(file, text);
    const known = this.cache.get(key);
    if (known !== undefined) return known;
    const code = loadEsbuild().transformSync(text, this.#transformOf(file, text), file);
    this.cache.set(key, code);
    return code;
  }

  #keyOf(file: string, text: string): string {
    const facts = [FORMAT, process.versions.node.split('.')[0], basename(file), this.#options];
    return createHash('sha256')
      .update(`${JSON.stringify(facts)}\n${text}`)
      .digest('hex');
  }

  #transformOf(file: string, text: string): TransformOptions {
    const usesMeta = text.includes('import.meta');
    return {
      loader: file.endsWith('x') ? 'tsx' : 'ts',
      format: 'cjs',
      platform: 'node',
      target: 'es2022',
      // as compilers to CommonJS write it: relative paths without an extension would not be found otherwise
      supported: { 'dynamic-import': false },
      sourcemap: 'inline',
      sourcesContent: false,
      sourcefile: basename(file),
      logLevel: 'silent',
      tsconfigRaw: { compilerOptions: { ...this.#options, alwaysStrict: true } as object },
      ...(usesMeta ? META : {}),
    };
  }

  #loadedBy(file: string, code: string): string[] {
    const requests = [...code.matchAll(/\brequire\("(\.{1,2}(?:\/[^"]*)?)"\)/g)].map(([, request = '']) => request);
    const sources = requests.map((request) => findSource(resolve(dirname(file), request)));
    return sources.filter((source) => source !== undefined && isOwnFile(source, this.folder)) as string[];
  }
}

/** CommonJS has the same facts under other names. */
const META: TransformOptions = {
  banner: 'const __moduleUrl = require("node:url").pathToFileURL(__filename).href;',
  define: {
    'import.meta.url': '__moduleUrl',
    'import.meta.dirname': '__dirname',
    'import.meta.filename': '__filename',
  },
};
