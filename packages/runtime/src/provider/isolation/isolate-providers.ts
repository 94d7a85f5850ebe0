import type { Clock, Logger } from '@mediaconduit/sdk';
import type { Runtime } from '../../runtime';
import type { RuntimeEvents } from '../../runtime-events';
import type { createIsolatedProvider, IsolationHost } from './create-isolated-provider';
import {
  isolationOf,
  type IsolateProvider,
  type Isolation,
  type IsolationChoice,
  type IsolationLimits,
} from './isolation-limits';
import { readStackIsolation } from './read-stack-isolation';

/* eslint-disable @typescript-eslint/no-require-imports -- most programs isolate nothing */
const loadIsolation = () =>
  require('./create-isolated-provider') as { createIsolatedProvider: typeof createIsolatedProvider };
/* eslint-enable @typescript-eslint/no-require-imports */

type StateListener = (change: RuntimeEvents['service-state-changed'][0]) => void;

/** What isolation needs of a runtime that is being made. */
export interface IsolationParts {
  readonly isolation?: IsolationChoice;
  readonly isolationLimits?: Partial<IsolationLimits>;
  readonly projectFolder: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly clock: Clock;
  readonly log: Logger;
  readonly runtime: () => Runtime;
}

/** How a provider is to run: as the program says, else the stack file, else the lock file. */
export function chooseIsolation(
  { isolation, projectFolder }: Pick<IsolationParts, 'isolation' | 'projectFolder'>,
  id: string,
  locked: Isolation | undefined,
): Isolation {
  return isolationOf(isolation, id) ?? isolationOf(readStackIsolation(projectFolder), id) ?? locked ?? 'none';
}

/** How providers are isolated in one runtime. */
export function isolateProviders(parts: IsolationParts): IsolateProvider {
  return (manifest, context, { closing, locked }) => {
    if (chooseIsolation(parts, manifest.id, locked) === 'none') return undefined;
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
    onLimits: (listener) => bulkheads.onChange(listener),
    openService: (identifier, config) => runtime().openService(identifier, config),
    onService: (listener) => {
      const tell: StateListener = ({ name, currentState }) => listener(name, currentState === 'ready');
      events.on('service-state-changed', tell);
      return () => events.off('service-state-changed', tell);
    },
    onWarning: (provider, message) => void events.emit('provider-warning', { provider, message }),
  };
}
