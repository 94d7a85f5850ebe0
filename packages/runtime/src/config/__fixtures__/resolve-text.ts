import { MediaConduitError, type ServiceDefinition } from '@mediaconduit/sdk';
import { serviceDefinition } from '@mediaconduit/testkit';
import { parseStackFile } from '../../stack-file/parse-stack-file';
import type { ResolvedStack } from '../resolved-stack';
import { resolveStack } from '../resolve-stack';
import type { FeatureSwitches } from '../select-services';

/** Where the stack file of {@link resolveText} is said to lie. */
export const STACK_FILE = '/shop/mediaconduit.yml';

/** What {@link resolveText} reads a text with. */
export interface ResolveTextOptions {
  readonly services?: readonly Partial<ServiceDefinition>[];
  readonly features?: FeatureSwitches;
  readonly platform?: NodeJS.Platform;
  readonly variables?: Readonly<Record<string, string>>;
}

/** The stack of a text where these services are installed. */
export async function resolveText(text: string, options: ResolveTextOptions = {}): Promise<ResolvedStack> {
  const { services = [], features, platform = 'linux', variables = {} } = options;
  const installed = services.map((service) => serviceDefinition(service));
  const resolveService = async (identifier: string) => {
    const found = installed.find(({ id }) => id === identifier);
    if (found) return found;
    throw new MediaConduitError('MC_SERVICE_NOT_FOUND', `No service "${identifier}" is installed.`, {
      hint: 'install it',
    });
  };
  return resolveStack(parseStackFile(text, { file: STACK_FILE, platform, variables }), { features, resolveService });
}
