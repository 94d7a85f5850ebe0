import { readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { parseIdentifier, type InstalledProvider, type ProviderRegistry } from '@mediaconduit/runtime';
import { MediaConduitError } from '@mediaconduit/sdk';
import { findManifestSync } from '@mediaconduit/sdk/manifest';
import type { Candidate } from './matrix';
import { parseJson } from './parse-json';

/** The project whose providers are meant. */
interface CandidateProject {
  readonly folder: string;
  readonly providers: Pick<ProviderRegistry, 'installed' | 'findInstalled'>;
}

/**
 * The packages that are tried: those that are named by an installed id, as packages with or without a version, or as
 * folders; without any, the project itself if it is a provider, else all that are installed there.
 * @throws `MC_PROVIDER_NOT_FOUND` when there is none, `MC_FILE_NOT_FOUND` for a folder without a provider, `MC_USAGE`,
 *   `MC_IDENTIFIER_INVALID`.
 */
export function findCandidates(words: readonly string[], project: CandidateProject): Candidate[] {
  if (words.length > 0) return eachOnce(words.map((word) => candidateOf(word, project)));
  if (findManifestSync(project.folder, 'provider')) return [ofFolder(project.folder)];
  const installed = project.providers.installed();
  if (installed.length > 0) return installed.map(ofInstalled);
  throw new MediaConduitError('MC_PROVIDER_NOT_FOUND', `No provider is installed in ${project.folder}.`, {
    hint: 'name packages or folders: mediaconduit matrix @mediaconduit/cowsay-provider',
    facts: { folder: project.folder },
  });
}

function eachOnce(candidates: readonly Candidate[]): Candidate[] {
  return [...new Map(candidates.map((candidate) => [candidate.spec, candidate])).values()];
}

function candidateOf(word: string, { folder, providers }: CandidateProject): Candidate {
  const identifier = parseIdentifier(word, folder);
  if (identifier.kind === 'folder') return ofFolder(identifier.path);
  const isBare = identifier.kind === 'name' || (identifier.kind === 'npm' && identifier.range === '*');
  const installed = isBare ? providers.findInstalled(word) : undefined;
  if (installed) return ofInstalled(installed);
  if (isBare) return { name: identifier.name, spec: identifier.name };
  if (identifier.kind === 'npm') return { name: identifier.name, spec: `${identifier.name}@${identifier.range}` };
  throw new MediaConduitError('MC_USAGE', `${word} is no package of a registry, and no folder.`, {
    hint: 'build it and name its folder: mediaconduit matrix ./their-provider',
    facts: { identifier: word },
  });
}

/** What is linked or comes from a repository is in no registry. */
function ofInstalled({ folder, isFetched, packageName, problem, version }: InstalledProvider): Candidate {
  const identifier = parseIdentifier(packageName, folder);
  const isPackage = identifier.kind === 'npm' || identifier.kind === 'name';
  const isLinked = !packageName.startsWith('npm:') && !folder.split(sep).includes('node_modules');
  if (isPackage && !isLinked && version !== undefined) {
    return { name: identifier.name, spec: `${identifier.name}@${version}` };
  }
  if (isFetched && findManifestSync(folder, 'provider')) return ofFolder(folder);
  throw problem ?? notFetched(packageName);
}

function notFetched(identifier: string): MediaConduitError {
  return new MediaConduitError('MC_PROVIDER_NOT_FOUND', `${identifier} is not fetched yet.`, {
    hint: 'mediaconduit install, then again',
    facts: { identifier },
  });
}

function ofFolder(folder: string): Candidate {
  if (!findManifestSync(folder, 'provider')) {
    throw new MediaConduitError('MC_FILE_NOT_FOUND', `${folder} holds no provider.`, {
      hint: 'name the folder with MediaConduit.provider.yml, or a package',
      facts: { folder },
    });
  }
  const { name } = Object(parseJson(readFileSync(join(folder, 'package.json'), 'utf8'))) as { readonly name?: unknown };
  return { name: typeof name === 'string' ? name : folder, spec: folder, folder };
}
