import { MediaConduitError, PROVIDER_CONTRACT, type ProviderManifest } from '@mediaconduit/sdk';

/**
 * A manifest without `contract` stands for a provider of the original core, whose class is created without a context.
 * One that extends our `BaseProvider` cannot work that way: its author forgot the line.
 * @throws `MC_MANIFEST_INVALID` with the line to add.
 */
export function refuseMissingContract(Class: object, { id, file }: Pick<ProviderManifest, 'id' | 'file'>): void {
  const contract = (Class as { readonly [PROVIDER_CONTRACT]?: number })[PROVIDER_CONTRACT];
  if (contract === undefined) return;
  throw new MediaConduitError(
    'MC_MANIFEST_INVALID',
    `${file} says no contract, but the class of provider "${id}" extends BaseProvider of @mediaconduit/sdk.`,
    { hint: `add contract: ${contract}`, facts: { provider: id, file, contract } },
  );
}
