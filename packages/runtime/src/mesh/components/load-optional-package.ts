import { MediaConduitError } from '@mediaconduit/sdk';

/** The packages of which an application installs those whose components it uses. */
export type OptionalPackage = 'pg' | 'ioredis' | 'kafkajs' | '@temporalio/client';

/** Loads a package that only some applications have. @throws `MC_PACKAGE_MISSING` with the command that installs it. */
export function loadOptionalPackage(name: OptionalPackage): unknown {
  try {
    return require(name);
  } catch (error) {
    if (!isMissing(error, name)) throw error;
    throw new MediaConduitError('MC_PACKAGE_MISSING', `The package ${name} is not installed.`, {
      hint: `npm install ${name}`,
      facts: { package: name },
      cause: error,
    });
  }
}

/** That very package, and not something that it needs itself. */
function isMissing(error: unknown, name: string): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    error.code === 'MODULE_NOT_FOUND' &&
    error.message.split('\n')[0]?.includes(`'${name}'`) === true
  );
}
