import { interfaceValue } from './interface-value';
import type { MediaCapability } from './media-capability';

/** A model as a provider of the original core lists it. */
export interface ProviderModel {
  id: string;
  name: string;
  description?: string;
  capabilities: MediaCapability[];
  /** Defaults and ranges of the options: `{ maxLength: 1000, timeout: 30000 }`. */
  parameters: Record<string, unknown>;
  /** Per unit of input and output, in `currency`. */
  pricing?: { inputCost?: number; outputCost?: number; currency: string };
  /** Sizes in bytes, or in characters for text; `rateLimit` in calls per minute. */
  limits?: { maxInputSize?: number; maxOutputSize?: number; rateLimit?: number };
}

/** Stands for the type where it is re-exported without `type`. */
export const ProviderModel = interfaceValue('ProviderModel');
