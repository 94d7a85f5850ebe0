import type { ProviderManifest } from '@mediaconduit/sdk';

/** `undefined` for numbers that JSON has no words for (`.inf`): such a manifest is read from its folder each time. */
export function manifestJson(manifest: ProviderManifest): string | undefined {
  let isWhole = true;
  const text = JSON.stringify(manifest, (_key, value: unknown) => {
    isWhole &&= typeof value !== 'number' || Number.isFinite(value);
    return value;
  });
  return isWhole ? text : undefined;
}
