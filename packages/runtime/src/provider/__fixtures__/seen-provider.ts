import type { Provider } from '@mediaconduit/sdk';

/** What the class of the fixtures keeps for tests to see. */
export interface SeenProvider extends Provider {
  readonly context: { config: unknown; service?: { serviceId: string } };
  readonly disposed: number;
}

export const seen = (provider: Provider): SeenProvider => provider as SeenProvider;
