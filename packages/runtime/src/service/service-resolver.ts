import {
  MediaConduitError,
  didYouMean,
  serviceVariablePrefix,
  type ServiceDefinition,
  type ServiceOverrides,
} from '@mediaconduit/sdk';
import { readServiceDefinitionSync, withOverrides } from '@mediaconduit/sdk/manifest';
import { findTree } from '../source/find-tree';
import { folderSource } from '../source/folder-source';
import { parseIdentifier, type Identifier } from '../source/identifier';
import { installedSource } from '../source/installed-source';
import type { Source, SourceTree } from '../source/source';
import { remoteDefinition } from './remote-definition';

/** What the look-up of services needs from the runtime. */
export interface ServiceResolverOptions {
  /** Where `{NAME}_SERVICE_URL` and the like are read. */
  readonly environment: NodeJS.ProcessEnv;
  /** Asked for identifiers that nothing on this machine answers. */
  readonly sources: readonly Source[];
  /** Definitions of installed services, for look-ups by id. */
  readonly known: () => readonly ServiceDefinition[];
}

/** Turns any spelling of a service into its definition. */
export class ServiceResolver {
  constructor(private readonly options: ServiceResolverOptions) {}

  /**
   * @param from folder that packages and relative folders are looked up from.
   * @throws `MC_IDENTIFIER_INVALID`, `MC_SERVICE_NOT_FOUND`, `MC_SOURCE_UNSUPPORTED`, `MC_MANIFEST_INVALID`.
   */
  async resolve(text: string, from: string, overrides?: ServiceOverrides): Promise<ServiceDefinition> {
    const local = this.resolveLocal(text, from, overrides);
    if (local) return local;
    const tree = await findTree(this.options.sources, parseIdentifier(text, from), from);
    if (!tree) throw this.#notFound(text);
    return this.#finish(definitionIn(tree), from, overrides);
  }

  /** As {@link resolve} for what is on this machine, at once; `undefined` when it would have to be fetched. */
  resolveLocal(text: string, from: string, overrides?: ServiceOverrides): ServiceDefinition | undefined {
    const definition = this.#local(parseIdentifier(text, from), from);
    return definition && this.#finish(definition, from, overrides);
  }

  #local(identifier: Identifier, from: string): ServiceDefinition | undefined {
    if (identifier.kind === 'address') return remoteDefinition(identifier.url);
    const tree = installedSource.find(identifier, from) ?? folderSource.find(identifier, from);
    if (tree) return definitionIn(tree);
    return identifier.kind === 'name' ? this.options.known().find(({ id }) => id === identifier.name) : undefined;
  }

  /** Overrides of the caller, then what the user says in `{NAME}_SERVICE_URL` or another variable of the service. */
  #finish(definition: ServiceDefinition, from: string, overrides?: ServiceOverrides): ServiceDefinition {
    const variable = this.#variableOf(definition);
    const instead = variable === undefined ? undefined : this.options.environment[variable];
    const chosen = variable && instead ? this.#instead(instead, definition, { from, variable }) : definition;
    return overrides ? withOverrides(chosen, overrides) : chosen;
  }

  #variableOf({ id, url, urlVariables = [] }: ServiceDefinition): string | undefined {
    if (url !== undefined) return undefined;
    const variables = [`${serviceVariablePrefix(id)}_SERVICE_URL`, ...urlVariables];
    return variables.find((name) => this.options.environment[name]);
  }

  /** An address keeps the service's own identity and probe; anything else is another definition. */
  #instead(
    text: string,
    definition: ServiceDefinition,
    { from, variable }: { from: string; variable: string },
  ): ServiceDefinition {
    const identifier = parseIdentifier(text, from);
    if (identifier.kind === 'address') return { ...definition, engines: ['remote'], url: identifier.url };
    const found = this.#local(identifier, from);
    if (found) return found;
    throw this.#notFound(text, variable);
  }

  #notFound(text: string, variable?: string): MediaConduitError {
    const ids = this.options.known().map(({ id }) => id);
    return new MediaConduitError(
      'MC_SERVICE_NOT_FOUND',
      `No service "${text}" is installed${variable === undefined ? '' : ` (named by ${variable})`}.`,
      {
        hint: didYouMean(text, ids) ?? `npm install the package of the service, or name its folder`,
        facts: { service: text, installed: ids, variable },
      },
    );
  }
}

function definitionIn(tree: SourceTree): ServiceDefinition {
  const definition = readServiceDefinitionSync(tree.folder);
  if (definition) return definition;
  throw new MediaConduitError('MC_SERVICE_NOT_FOUND', `${tree.folder} holds no MediaConduit.service.yml.`, {
    hint: 'name the folder or package of a service, not of a provider',
    facts: { folder: tree.folder, identifier: tree.canonical },
  });
}
