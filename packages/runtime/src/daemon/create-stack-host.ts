import { dirname } from 'node:path';
import type { Clock, Logger } from '@mediaconduit/sdk';
import { configFolder, ConfigStore } from '../config/config-store';
import { ownDefinition } from '../config/own-definition';
import { readStack } from '../config/read-stack';
import { createRuntime } from '../create-runtime';
import { volumesOf } from '../state/volumes-of';
import { createServiceUnit } from '../supervisor/service-unit';
import { Supervisor } from '../supervisor/supervisor';
import type { GroupSettings } from '../supervisor/supervisor-options';
import type { UpRequest } from './protocol';
import { StackHost } from './stack-host';
import { StackScopes } from './stack-scopes';

/** What all stacks of one supervisor share. */
export interface StackHostFactoryOptions {
  readonly home: string;
  readonly clock: Clock;
  readonly log: Logger;
  /** See `SupervisorOptions.drainMs`. */
  readonly drainMs?: number;
}

/** Makes the host of a stack with engines and a look-up of services for its project. */
export function createStackHost(options: StackHostFactoryOptions): (id: string, request: UpRequest) => StackHost {
  const { clock, drainMs, home, log } = options;
  const scopes = new StackScopes();
  return (id, request) => {
    const { engine, file } = request;
    const environment: Record<string, string | undefined> = { ...request.environment };
    const shared = { projectFolder: dirname(file), home, clock, log, supervised: false };
    const runtime = createRuntime({ ...shared, engine, environment });
    const groups: Record<string, GroupSettings> = {};
    const supervisor = new Supervisor({ clock, log, groups, drainMs });
    return new StackHost({
      ...{ id, file, clock, groups, scopes, supervisor },
      ...{ log, store: new ConfigStore({ folder: configFolder(home, file) }) },
      resolve: async (text, { features, variables }) => {
        await using finder = createRuntime({ ...shared, environment: variables });
        const resolve = (name: string, from: string) => finder.services.define(name, from);
        const resolved = await readStack(text, { file, features, variables, resolver: { resolve } });
        runtime.engines.expect(resolved.services.map((service) => ownDefinition(resolved, service)));
        return resolved;
      },
      useVariables: (variables) => {
        for (const name of Object.keys(environment)) delete environment[name];
        Object.assign(environment, variables);
      },
      createUnit: (definition, name) => {
        const onCaller = (): Promise<unknown> | undefined => supervisor.wake(name);
        return createServiceUnit(runtime.services.control(definition, onCaller));
      },
      forgetAddress: (serviceId) => runtime.engines.forgetAddress(serviceId),
      volumes: () => volumesOf(runtime.engines),
      close: () => runtime.close(),
    });
  };
}
