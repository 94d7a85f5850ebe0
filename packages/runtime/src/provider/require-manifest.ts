import { CONTRACT, MediaConduitError, satisfiesContract, type ProviderManifest } from '@mediaconduit/sdk';
import { readProviderManifestSync } from '@mediaconduit/sdk/manifest';
import { keepManifest, readKeptManifest } from './kept-manifest';

/**
 * The manifest of a provider that this runtime can work with; runs no code of it.
 * @throws `MC_PROVIDER_INVALID` where there is none, `MC_MANIFEST_INVALID`, `MC_CONTRACT_MISMATCH`.
 */
export function requireManifest(folder: string): ProviderManifest {
  const manifest = readKeptManifest(folder) ?? readAndKeep(folder);
  if (!manifest) {
    throw new MediaConduitError('MC_PROVIDER_INVALID', `${folder} holds no MediaConduit.provider.yml.`, {
      hint: 'name the folder or package of a provider',
      facts: { folder },
    });
  }
  if (satisfiesContract(manifest.contract)) return manifest;
  const { min, max } = manifest.contract;
  throw new MediaConduitError(
    'MC_CONTRACT_MISMATCH',
    `Provider "${manifest.id}" was written for contract ${min === max ? min : `${min}-${max}`}; this runtime speaks contract ${CONTRACT}.`,
    {
      hint:
        max < CONTRACT
          ? `update the provider: npm update in ${folder}`
          : 'update the runtime: npm install @mediaconduit/mediaconduit@latest',
      facts: { provider: manifest.id, provides: manifest.contract, contract: CONTRACT },
    },
  );
}

function readAndKeep(folder: string): ProviderManifest | undefined {
  const manifest = readProviderManifestSync(folder);
  if (manifest) keepManifest(manifest);
  return manifest;
}
