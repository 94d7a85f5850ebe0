import type { Provider, ProviderType } from '@mediaconduit/sdk';
import type { InstalledProvider, Price } from '../catalog/installed-provider';

/** A provider that offers a capability, as far as it is known without making it. */
export interface ProviderCandidate {
  readonly id: string;
  /** What `getProvider` finds it by. */
  readonly key: string;
  readonly packageName?: string;
  readonly type: ProviderType;
  readonly price?: Price;
  readonly requiredVariables: readonly string[];
  /** Missing for one that was made by hand. */
  readonly folder?: string;
  /** The one in use. */
  readonly active?: Provider;
  /** Its manifest is read when it is needed. */
  readonly installed?: InstalledProvider;
}
