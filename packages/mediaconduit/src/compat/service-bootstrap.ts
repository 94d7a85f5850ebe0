import { messageOf } from '@mediaconduit/sdk';
import { getServiceRegistry } from './registries';

/** An identifier of a service, or what registers one. */
export type ServiceImport = string | (() => unknown);

/** One entry that could not be used. */
export interface FailedServiceImport {
  readonly entry: ServiceImport;
  readonly reason: string;
}

/**
 * What {@link initializeServices} looks at, in this order; programs add and remove entries. Empty at first: a service that
 * a manifest names needs none.
 */
export const serviceImports: ServiceImport[] = [];

/** Loads the definition of every entry and starts nothing. One that fails keeps no other from being loaded. */
export async function initializeServices(): Promise<readonly FailedServiceImport[]> {
  const failed: FailedServiceImport[] = [];
  for (const entry of serviceImports) {
    try {
      await (typeof entry === 'string' ? getServiceRegistry().getService(entry) : entry());
    } catch (error) {
      failed.push({ entry, reason: messageOf(error) });
    }
  }
  return failed;
}
