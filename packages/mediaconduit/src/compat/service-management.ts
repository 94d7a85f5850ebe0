import { interfaceValue } from './interface-value';
import type { ProviderServiceStatus } from './media-provider';

/** How a provider of the original core runs its service; remote ones answer true and healthy. */
export interface ServiceManagement {
  startService(): Promise<boolean>;
  stopService(): Promise<boolean>;
  getServiceStatus(): Promise<ProviderServiceStatus>;
}

/** Stands for the type where it is re-exported without `type`. */
export const ServiceManagement = interfaceValue('ServiceManagement');
