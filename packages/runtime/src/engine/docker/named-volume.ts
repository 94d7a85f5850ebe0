import type { ServiceDefinition } from '@mediaconduit/sdk';
import { CACHE_LABEL, HOME_LABEL, nameSafe, SERVICE_LABEL, VOLUME_LABEL } from './home-labels';

/** A named volume as the engine knows it. */
export interface NamedVolume {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Which volume stands for a name in the compose file of a service; a cache is that of its owner. */
export function namedVolume({ cache, id }: ServiceDefinition, homeId: string, name: string): NamedVolume {
  const isCache = cache?.volume === name;
  const service = isCache ? (cache.owner ?? id) : id;
  return {
    name: `${namePrefix(homeId, service)}-${nameSafe(name)}`,
    labels: { [HOME_LABEL]: homeId, [SERVICE_LABEL]: service, [isCache ? CACHE_LABEL : VOLUME_LABEL]: name },
  };
}

/** What the names of all objects of a service begin with. */
export function namePrefix(homeId: string, serviceId: string): string {
  return `mc-${homeId.slice(0, 8)}-${nameSafe(serviceId)}`;
}
