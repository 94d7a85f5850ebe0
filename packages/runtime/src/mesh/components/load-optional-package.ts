import { MediaConduitError, messageOf } from '@mediaconduit/sdk';

/** The packages of which an application installs those whose components it uses. */
export type OptionalPackage = 'pg' | 'ioredis' | 'kafkajs' | '@temporalio/client';

/** Loads a package that only some applications have. @throws `MC_PACKAGE_MISSING` with the command that installs it. */
export function loadOptionalPackage(name: OptionalPackage): unknown {
  try {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- only what is used has to be there
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
  const isUnknown = typeof error === 'object' && error !== null && 'code' in error && error.code === 'MODULE_NOT_FOUND';
  return isUnknown && messageOf(error).split('\n')[0]?.includes(`'${name}'`) === true;
}
