import type { ClaraService } from './clara-service';
import { applyPlatformOverrides } from './platform-overrides';
import { SERVICE_DEFINITIONS, type ClaraServiceName } from './service-definitions';

/** What a user can switch on and off. */
export interface SelectedFeatures {
  /** The core model engine and its tools. Default true. */
  readonly claraCore?: boolean;
  /** Documents and speech. Default true. */
  readonly ragAndTts?: boolean;
  /** Default false. */
  readonly comfyUI?: boolean;
  /** Default false. */
  readonly n8n?: boolean;
}

/** Everything on: what counts when nobody chose. */
const ALL: Required<SelectedFeatures> = { claraCore: true, ragAndTts: true, comfyUI: true, n8n: true };

/** The definitions for these features with all that they depend on. Default: `global.selectedFeatures`, else all. */
export function getEnabledServices(
  selectedFeatures: SelectedFeatures = chosenFeatures(),
): Partial<Record<ClaraServiceName, ClaraService>> {
  const { claraCore = true, ragAndTts = true, comfyUI = false, n8n = false } = selectedFeatures;
  const wanted = new Set<string>(['docker']);
  const add = (name: string): void => {
    wanted.add(name);
    SERVICE_DEFINITIONS[name as ClaraServiceName].dependencies?.forEach(add);
  };
  if (claraCore) ['llamaswap', 'mcp'].forEach(add);
  if (ragAndTts) add('python-backend');
  if (comfyUI) add('comfyui');
  if (n8n) add('n8n');
  const chosen = Object.entries(SERVICE_DEFINITIONS).filter(([name]) => wanted.has(name));
  return Object.fromEntries(chosen);
}

/** The services that these features need, as this platform runs them; see `getEnabledServices`. */
export function getServiceConfiguration(
  selectedFeatures?: SelectedFeatures,
  platform: string = process.platform,
): Record<string, ClaraService> {
  return applyPlatformOverrides(getEnabledServices(selectedFeatures), platform);
}

function chosenFeatures(): SelectedFeatures {
  return (globalThis as { readonly selectedFeatures?: SelectedFeatures }).selectedFeatures ?? ALL;
}
