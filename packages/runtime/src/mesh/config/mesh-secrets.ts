import { SECTION_NAMES, SECTION_SETTINGS, type MeshConfig } from './mesh-settings';
import type { Setting } from './setting';

/** The values that nothing may show. */
export function secretsOf(config: MeshConfig): string[] {
  return SECTION_NAMES.flatMap((section) => {
    const settings: Readonly<Record<string, Setting<unknown>>> = SECTION_SETTINGS[section];
    return Object.entries(config[section]).flatMap(([name, value]: [string, unknown]) =>
      settings[name]?.secret && value !== '' ? [String(value)] : [],
    );
  });
}
