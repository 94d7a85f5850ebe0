import { MediaConduitError, didYouMean, type ServiceDefinition, type ServiceOverrides } from '@mediaconduit/sdk';
import { readServiceDefinitionSync, withOverrides } from '@mediaconduit/sdk/manifest';
import { findTree } from '../source/find-tree';
import { folderSource } from '../source/folder-source';
import { parseIdentifier, type Identifier } from '../source/identifier';
import { installedSource } from '../source/installed-source';
import type { Source, SourceTree } from '../source/source';
import { isFetchable } from '../source/stored/fetchable-identifier';
import type { StoredSources } from '../source/stored/stored-sources';
import { remoteDefinition } from './remote-definition';
import { identifierIn, serviceIdOf, serviceVariable } from './service-variable';

/** What the look-up of services needs from the runtime. */
export interface ServiceResolverOptions {
  /** Where `{NAME}_SERVICE_URL` and the like are read. */
  readonly environment: NodeJS.ProcessEnv;
  /** Asked for identifiers that nothing on this machine answers. */
  readonly sources: readonly Source[];
  /** Definitions of installed services, for look-ups by id. */
  readonly known: () => readonly ServiceDefinition[];
  /** What the lock file names and was fetched: looked at without comparing it, which is done before it is started. */
  readonly stored: Pick<StoredSources, 'findStored' | 'lockedServiceId'>;
}

/** Of a definition that is replaced by another one. */
const UNUSED_ADDRESS = 'http://localhost';

/** What the user wants instead of a service, and where he says so. */
interface Instead {
  readonly variable: string;
  readonly text: string;
  readonly identifier: Identifier;
}

/** Turns any spelling of a service into its definition. */
export class ServiceResolver {
  constructor(private readonly options: ServiceResolverOptions) {}

  /**
   * What a variable names instead of the service is used without fetching the service.
   * @param from folder that packages and relative folders are looked up from.
   * @throws `MC_IDENTIFIER_INVALID`, `MC_SERVICE_NOT_FOUND`, `MC_SOURCE_UNSUPPORTED`, `MC_MANIFEST_INVALID`.
   */
  async resolve(text: string, from: string, overrides?: ServiceOverrides): Promise<ServiceDefinition> {
    const identifier = parseIdentifier(text, from);
    const definition =
      this.#local(identifier, from) ?? this.#notFetched(identifier, from) ?? (await this.#fetched(identifier, from));
    if (!definition) throw this.#notFound(text);
    const instead = this.#insteadOf(definition, from);
    const chosen =
      instead && (this.#replace(instead, definition, from) ?? (await this.#fetched(instead.identifier, from)));
    if (instead && !chosen) throw this.#notFound(instead.text, instead.variable);
    return withOptional(chosen ?? definition, overrides);
  }

  /** As {@link resolve} for what is on this machine, at once; `undefined` when it would have to be fetched. */
  resolveLocal(text: string, from: string, overrides?: ServiceOverrides): ServiceDefinition | undefined {
    const identifier = parseIdentifier(text, from);
    const definition = this.#local(identifier, from) ?? this.#notFetched(identifier, from) ?? this.#stored(identifier);
    const instead = definition && this.#insteadOf(definition, from);
    const chosen = instead
      ? (this.#replace(instead, definition, from) ?? this.#stored(instead.identifier))
      : definition;
    if (instead && !chosen && !isFetchable(instead.identifier)) throw this.#notFound(instead.text, instead.variable);
    return chosen && withOptional(chosen, overrides);
  }

  /**
   * As much of a service from far away as is needed to use something else instead; `undefined` when nobody says so. Its own
   * definition, where it was fetched before: it knows how it is probed.
   */
  #notFetched(identifier: Identifier, from: string): ServiceDefinition | undefined {
    if (!isFetchable(identifier)) return undefined;
    const id = this.options.stored.lockedServiceId(identifier) ?? serviceIdOf(identifier);
    const variable = serviceVariable(id);
    const text = this.options.environment[variable];
    if (!text) return undefined;
    const instead = identifierIn(variable, text, from);
    const url = instead.kind === 'address' ? instead.url : UNUSED_ADDRESS;
    return this.#stored(identifier) ?? { ...remoteDefinition(url), id, url: undefined };
  }

  #stored(identifier: Identifier): ServiceDefinition | undefined {
    const tree = this.options.stored.findStored(identifier);
    return tree && definitionIn(tree);
  }

  async #fetched(identifier: Identifier, from: string): Promise<ServiceDefinition | undefined> {
    const tree = await findTree(this.options.sources, identifier, from);
    return tree && definitionIn(tree);
  }

  #local(identifier: Identifier, from: string): ServiceDefinition | undefined {
    if (identifier.kind === 'address') return remoteDefinition(identifier.url);
    const tree = installedSource.find(identifier, from) ?? folderSource.find(identifier, from);
    if (tree) return definitionIn(tree);
    return identifier.kind === 'name' ? this.options.known().find(({ id }) => id === identifier.name) : undefined;
  }

  /** What the user says in `{NAME}_SERVICE_URL` or another variable of the service. */
  #insteadOf(definition: ServiceDefinition, from: string): Instead | undefined {
    const variable = this.#variableOf(definition);
    const text = variable === undefined ? undefined : this.options.environment[variable];
    if (variable === undefined || !text) return undefined;
    return { variable, text, identifier: identifierIn(variable, text, from) };
  }

  #variableOf({ id, url, urlVariables = [] }: ServiceDefinition): string | undefined {
    if (url !== undefined) return undefined;
    const variables = [serviceVariable(id), ...urlVariables];
    return variables.find((name) => this.options.environment[name]);
  }

  /** An address keeps the service's own identity and probe; anything else is another definition. */
  #replace({ identifier }: Instead, definition: ServiceDefinition, from: string): ServiceDefinition | undefined {
    if (identifier.kind === 'address') return { ...definition, engines: ['remote'], url: identifier.url };
    return this.#local(identifier, from);
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

function withOptional(definition: ServiceDefinition, overrides: ServiceOverrides | undefined): ServiceDefinition {
  return overrides ? withOverrides(definition, overrides) : definition;
}

function definitionIn(tree: SourceTree): ServiceDefinition {
  const definition = readServiceDefinitionSync(tree.folder);
  if (definition) return definition;
  throw new MediaConduitError('MC_SERVICE_NOT_FOUND', `${tree.folder} holds no MediaConduit.service.yml.`, {
    hint: 'name the folder or package of a service, not of a provider',
    facts: { folder: tree.folder, identifier: tree.canonical },
  });
}
