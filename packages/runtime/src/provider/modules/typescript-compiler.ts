import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import type { TransformOptions } from 'esbuild';
import { once } from '../../once';
import type { CompiledCache } from './compiled-cache';
import { readCompilerOptions, type CompilerOptions } from './compiler-options';
import { loadEsbuild, type EsbuildUse } from './load-esbuild';
import { filesOfPackage } from './files-of-package';
import { findSource, isOwnFile, isTypeScript } from './source-files';

/** Grows when the same source would be compiled to other code. */
const FORMAT = 3;

/** Files that one package may have compiled; the rest would be compiled while they are loaded. */
const MAX_FILES = 2000;

/**
 * Compiles the TypeScript sources of one package to CommonJS, file by file, so that each stays the module that it was:
 * `__dirname`, relative paths and the lines of errors are those of the source.
 */
export class TypeScriptCompiler {
  readonly #options = once((): CompilerOptions => readCompilerOptions(this.folder));

  constructor(
    private readonly folder: string,
    private readonly cache: CompiledCache,
  ) {}

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
    const compiled = await open().transform(text, this.#transformOf(file));
    const code = compiled === undefined ? undefined : adapted(compiled);
    if (code !== undefined) this.cache.set(key, code);
    return code;
  }

  /** @throws a `SyntaxError` whose stack begins with file and line, as those of Node.js do. */
  compile(file: string): string {
    const text = readFileSync(file, 'utf8');
    const key = this.#keyOf(file, text);
    const known = this.cache.get(key);
    if (known !== undefined) return known;
    const code = adapted(loadEsbuild().transformSync(text, this.#transformOf(file), file));
    this.cache.set(key, code);
    return code;
  }

  /** Those that the sources of the package have in the cache, whether they were ever compiled or not. */
  async *keys(): AsyncGenerator<string> {
    for (const file of (await filesOfPackage(this.folder)) ?? []) {
      const text = isTypeScript(file) ? await readFile(file, 'utf8').catch(() => undefined) : undefined;
      if (text !== undefined) yield this.#keyOf(file, text);
    }
  }

  #keyOf(file: string, text: string): string {
    const facts = [FORMAT, process.versions.node.split('.')[0], basename(file), this.#options()];
    return createHash('sha256')
      .update(`${JSON.stringify(facts)}\n${text}`)
      .digest('hex');
  }

  #transformOf(file: string): TransformOptions {
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
      tsconfigRaw: { compilerOptions: { ...this.#options(), alwaysStrict: true } as object },
      ...SURROUNDINGS,
    };
  }

  #loadedBy(file: string, code: string): string[] {
    const requests = [...code.matchAll(/\b(?:require|__importModule\()\("(\.{1,2}(?:\/[^"]*)?)"\)/g)].map(
      ([, request = '']) => request,
    );
    const sources = requests.map((request) => findSource(resolve(dirname(file), request)));
    return sources.filter((source) => source !== undefined && isOwnFile(source, this.folder)) as string[];
  }
}

/**
 * CommonJS has the facts of `import.meta` under other names, and `import()` of what waits at its top level. The code stands in
 * a block: ES modules may declare those names themselves.
 */
const SURROUNDINGS: TransformOptions = {
  banner: [
    '"use strict"; const __moduleFile = __filename, __moduleFolder = __dirname,',
    '__moduleUrl = require("node:url").pathToFileURL(__filename).href,',
    '__importModule = (request, isNodeMode) => { try { return __toESM(require(request), isNodeMode); } catch (error) {',
    'if (error?.code !== "ERR_REQUIRE_ASYNC_MODULE") throw error;',
    'return import(require("node:url").pathToFileURL(require.resolve(request)).href); } }; {',
  ].join(' '),
  footer: '}',
  define: {
    'import.meta.url': '__moduleUrl',
    'import.meta.dirname': '__moduleFolder',
    'import.meta.filename': '__moduleFile',
  },
};

const TO_NAMESPACE = 'var __toESM = (mod, isNodeMode, target) => ';

/** Without `esModuleInterop`, compilers let `import * as assert` be called: the namespace of a function is the function. */
const CALLABLE_NAMESPACE = [
  'typeof mod === "function" && !mod.__esModule ? new Proxy(mod,',
  '{ get: (made, name) => name === "default" && !("default" in made) ? made : Reflect.get(made, name) }) : ',
].join(' ');

/** As esbuild writes `import()`, up to what is imported; the other is as long, so that source maps stay right. */
const DYNAMIC_IMPORT = '.then(() => __toESM(require(';
const OWN_IMPORT = '.then(() => __importModule((';

function adapted(code: string): string {
  return code.replace(TO_NAMESPACE, `${TO_NAMESPACE}${CALLABLE_NAMESPACE}`).replaceAll(DYNAMIC_IMPORT, OWN_IMPORT);
}
