import type { ProviderHealth } from '@mediaconduit/sdk';
import { interfaceValue } from './interface-value';
import type { MediaCapability } from './media-capability';
import type { ProviderConfig } from './provider-config';
import type { ProviderType } from './provider-kind';
import type { ProviderModel } from './provider-model';

/** The state of a service as the providers of the original core tell it. */
export interface ProviderServiceStatus {
  running: boolean;
  healthy: boolean;
  error?: string;
}

/** A provider of the original core. */
export interface MediaProvider {
  readonly id: string;
  readonly name: string;
  readonly type: ProviderType;
  readonly capabilities: MediaCapability[];
  readonly models: ProviderModel[];
  configure(config: ProviderConfig): Promise<void>;
  isAvailable(): Promise<boolean>;
  getModelsForCapability(capability: MediaCapability): ProviderModel[];
  /** Each provider has its own class of models. */
  getModel(modelId: string): Promise<unknown>;
  /** `uptime` in seconds. */
  getHealth(): Promise<ProviderHealth>;
  startService?(): Promise<boolean>;
  stopService?(): Promise<boolean>;
  getServiceStatus?(): Promise<ProviderServiceStatus>;
}

/** Stands for the type where it is re-exported without `type`. */
export const MediaProvider = interfaceValue('MediaProvider');
