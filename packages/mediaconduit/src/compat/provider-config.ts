import { interfaceValue } from './interface-value';

/** What `configure()` of a provider of the original core takes. */
export interface ProviderConfig {
  apiKey?: string;
  baseUrl?: string;
  /** Milliseconds, at least 1000. */
  timeout?: number;
  retries?: number;
  environment?: Record<string, string>;
  dockerImage?: string;
  scriptPath?: string;
  /** Identifier of a service, or its address; goes before `baseUrl`. */
  serviceUrl?: string;
  serviceConfig?: Record<string, unknown>;
  autoStartService?: boolean;
  [setting: string]: unknown;
}

/** Stands for the type where it is re-exported without `type`. */
export const ProviderConfig = interfaceValue('ProviderConfig');
