import type { Clock, Logger } from '@mediaconduit/sdk';
import type { Runtime } from '../../runtime';
import type { RuntimeEvents } from '../../runtime-events';
import type { createIsolatedProvider, IsolationHost } from './create-isolated-provider';
import { isIsolated, type IsolateProvider, type IsolationChoice, type IsolationLimits } from './isolation-limits';

/* eslint-disable @typescript-eslint/no-require-imports -- most programs isolate nothing */
const loadIsolation = () =>
  require('./create-isolated-provider') as { createIsolatedProvider: typeof createIsolatedProvider };
/* eslint-enable @typescript-eslint/no-require-imports */

type StateListener = (change: RuntimeEvents['service-state-changed'][0]) => void;

/** What isolation needs of a runtime that is being made. */
export interface IsolationParts {
  readonly isolation?: IsolationChoice;
  readonly isolationLimits?: Partial<IsolationLimits>;
  readonly environment: NodeJS.ProcessEnv;
  readonly clock: Clock;
  readonly log: Logger;
  readonly runtime: () => Runtime;
}

/** How providers are isolated in one runtime; `undefined` when none is. */
export function isolateProviders(parts: IsolationParts): IsolateProvider | undefined {
  const { isolation } = parts;
  if (isolation === undefined || isolation === 'none') return undefined;
  return (manifest, context, closing) => {
    if (!isIsolated(isolation, manifest.id)) return undefined;
    return context().then(({ service, config }) =>
      loadIsolation().createIsolatedProvider(hostOf(parts), { manifest, config, service, closing }),
    );
  };
}

function hostOf({ environment, clock, log, isolationLimits: limits, runtime }: IsolationParts): IsolationHost {
  const { home, breakers, bulkheads, events } = runtime();
  return {
    ...{ home, environment, clock, log, limits },
    breakerOf: (name) => breakers.getBreaker(name),
    gateOf: (serviceId) => bulkheads.find(serviceId),
    openService: (identifier, config) => runtime().openService(identifier, config),
    onService: (listener) => {
      const tell: StateListener = ({ name, currentState }) => listener(name, currentState === 'ready');
      events.on('service-state-changed', tell);
      return () => events.off('service-state-changed', tell);
    },
    onWarning: (provider, message) => void events.emit('provider-warning', { provider, message }),
  };
}
