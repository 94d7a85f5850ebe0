import { createRequire } from 'node:module';
import { MediaConduitError, messageOf } from '@mediaconduit/sdk';
import type { Message, TransformOptions } from 'esbuild';

/** esbuild while something is compiled; its helper process ends when it is disposed. */
export interface EsbuildUse extends AsyncDisposable {
  /** `undefined` for code that cannot be compiled. */
  transform(text: string, options: TransformOptions): Promise<string | undefined>;
  /** @throws a `SyntaxError` whose stack begins with `file` and the line, as those of Node.js do. */
  transformSync(text: string, options: TransformOptions, file: string): string;
}

/** Loads esbuild: only for providers without built files. @throws `MC_PACKAGE_MISSING`. */
export function loadEsbuild(): EsbuildUse {
  const isShared = isLoaded();
  const esbuild = requireEsbuild();
  return {
    transform: async (text, options) => {
      try {
        return (await esbuild.transform(text, options)).code;
      } catch {
        return undefined;
      }
    },
    transformSync: (text, options, file) => {
      try {
        return esbuild.transformSync(text, options).code;
      } catch (error) {
        throw syntaxError(error, file);
      } finally {
        if (!isShared) void esbuild.stop();
      }
    },
    async [Symbol.asyncDispose]() {
      if (!isShared) await esbuild.stop();
    },
  };
}

/** A program that uses esbuild itself would lose what it compiles at the moment when we stop the helper process. */
function isLoaded(): boolean {
  const { cache, resolve } = createRequire(__filename);
  try {
    return cache[resolve('esbuild')] !== undefined;
  } catch {
    return false;
  }
}

function requireEsbuild(): typeof import('esbuild') {
  try {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- 40 ms that only sources need
    return require('esbuild') as typeof import('esbuild');
  } catch (cause) {
    throw new MediaConduitError('MC_PACKAGE_MISSING', `TypeScript sources cannot be compiled: ${messageOf(cause)}`, {
      hint: 'install esbuild with its optional dependencies (npm install esbuild), or build the provider',
      facts: { package: 'esbuild' },
      cause,
    });
  }
}

function syntaxError(failure: unknown, file: string): unknown {
  const [first] = (failure as { readonly errors?: readonly Message[] }).errors ?? [];
  if (!first) return failure;
  const error = new SyntaxError(first.text, { cause: failure });
  const { line = 1, column = 0, lineText = '' } = first.location ?? {};
  error.stack = `${file}:${line}\n${lineText}\n${' '.repeat(column)}^\n\n${error.stack ?? ''}`;
  return error;
}
