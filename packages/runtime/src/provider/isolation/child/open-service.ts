import type { ServiceHandle } from '@mediaconduit/sdk';
import type { ServiceSnapshot } from '../isolation-messages';
import type { Wire } from '../wire/wire';
import { ChildService } from './child-service';
import { ServiceLink } from './service-link';

/** A service of the runtime, as this process uses it. */
export interface OpenedService {
  readonly link: ServiceLink;
  readonly handle: ServiceHandle;
}

/** Loads what calls services: a provider without one does without. */
export function openService(snapshot: ServiceSnapshot, wire: Wire): OpenedService {
  const link = new ServiceLink(snapshot, wire);
  return { link, handle: new ChildService(link) };
}
