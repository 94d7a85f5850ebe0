import type { ModelInfo, ProviderManifest } from '@mediaconduit/sdk';
import type { ProviderRow } from './catalog-row';
import type { Price } from './installed-provider';

/** What listing and choosing need of a manifest. */
export function summaryOf(manifest: ProviderManifest): ProviderRow {
  const { id, name, type, capabilities, models, environment } = manifest;
  const required = Object.entries(environment).filter(([, variable]) => variable.required && !variable.default);
  return {
    ...{ id, name, type, capabilities, modelCount: models.length },
    requiredVariables: required.map(([variable]) => variable),
    price: cheapest(models),
  };
}

function cheapest(models: readonly ModelInfo[]): Price | undefined {
  const prices = models.flatMap(({ pricing }) =>
    pricing ? [{ cost: pricing.inputCost + pricing.outputCost, currency: pricing.currency }] : [],
  );
  return prices.sort((one, other) => one.cost - other.cost)[0];
}
