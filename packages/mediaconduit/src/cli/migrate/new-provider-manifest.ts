import { parseCapability } from '@mediaconduit/sdk';
import { kebabId } from './kebab-id';
import type { ClassFacts } from './class-facts';
import { blockOf } from './yaml-snippet';

/** What a manifest is made of that was not there. */
export interface NewManifestSource {
  readonly facts: ClassFacts;
  readonly contract: number;
  /** Identifier of the service, where there is one. */
  readonly service: string | undefined;
  /** Variables that all scripts of the provider read. */
  readonly variables: readonly string[];
  readonly description: string | undefined;
}

const SCHEMA =
  '# yaml-language-server: $schema=node_modules/@mediaconduit/sdk/schemas/mediaconduit.provider.schema.json\n';

/** Variables that belong to everybody, or choose a service, which the runtime does. */
const COMMON = /^(?:NODE_ENV|HOME|PATH|DEBUG|TMPDIR|TEMP|LOG_LEVEL|(?:.*_)?SERVICE_URL)$/;

/** The manifest of a provider whose class says everything itself. */
export function newProviderManifest(source: NewManifestSource): string {
  const { contract, description, facts, service } = source;
  const id = kebabId(facts.id ?? facts.name.replace(/Provider$/, ''));
  const isLocal = facts.type === 'local' || service !== undefined || facts.base === 'AbstractDockerProvider';
  const models = facts.models.map(modelOf);
  const said = [...facts.capabilities, ...models.flatMap(({ capabilities = [] }) => capabilities)];
  const variables = source.variables.filter((name) => !COMMON.test(name));
  const members = {
    contract,
    id,
    name: facts.title ?? id,
    ...(description !== undefined && { description }),
    type: isLocal ? 'local' : 'remote',
    capabilities: [...new Set(said)],
    ...(service !== undefined && { service }),
    ...(models.length > 0 && { models }),
    ...(models.length === 0 && { dynamicModels: true }),
    ...(variables.length > 0 && { configuration: { environment: environmentOf(variables, isLocal) } }),
  };
  return (
    SCHEMA +
    Object.entries(members)
      .map(([key, value]) => blockOf(key, value, { indent: '', eol: '\n' }))
      .join('')
  );
}

interface NewModel {
  readonly id: string;
  readonly capabilities?: readonly string[];
  readonly [key: string]: unknown;
}

function modelOf({
  capabilities,
  description,
  id,
  name,
  parameters,
  pricing,
}: Readonly<Record<string, unknown>>): NewModel {
  const known = Array.isArray(capabilities)
    ? capabilities.flatMap((one) => (typeof one === 'string' ? (parseCapability(one) ?? []) : []))
    : [];
  return {
    id: String(id),
    ...(typeof name === 'string' && { name }),
    ...(typeof description === 'string' && { description }),
    ...(known.length > 0 && { capabilities: [...new Set(known)] }),
    ...(isFilled(parameters) && { parameters }),
    ...(isFilled(pricing) && { pricing }),
  };
}

function isFilled(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length > 0;
}

/** Without its key a remote API answers nobody. */
function environmentOf(variables: readonly string[], isLocal: boolean): Record<string, { required: boolean }> {
  const isKey = (name: string): boolean => /_(?:API_)?(?:KEY|TOKEN)$/.test(name);
  return Object.fromEntries(variables.map((name) => [name, { required: !isLocal && isKey(name) }]));
}
