import { interfaceValue } from './interface-value';
import type { ProviderModel } from './provider-model';

/** Facts about a model of the original core. */
export interface ModelMetadata {
  id: string;
  name: string;
  description: string;
  version: string;
  /** Id of the provider. */
  provider: string;
  capabilities: string[];
  /** Media that go in: `text`, `audio` … */
  inputTypes: string[];
  outputTypes: string[];
}

/** Stands for the type where it is re-exported without `type`. */
export const ModelMetadata = interfaceValue('ModelMetadata');

/** What the constructor of a model takes: metadata or an entry of the provider's list; only the id is needed. */
export type ModelConfig = Partial<ModelMetadata> & Partial<Omit<ProviderModel, 'capabilities'>>;

/** Stands for the type where it is re-exported without `type`. */
export const ModelConfig = interfaceValue('ModelConfig');

/** Whole metadata from partial ones, as a copy with lists of its own; other fields are kept. */
export function completeMetadata(given: ModelConfig = {}): ModelMetadata {
  const { id = '', name = id, description = '', version = '1.0.0', provider = '' } = given;
  const capabilities = [...(given.capabilities ?? [])];
  const inputTypes = [...(given.inputTypes ?? [])];
  const outputTypes = [...(given.outputTypes ?? [])];
  return { ...given, id, name, description, version, provider, capabilities, inputTypes, outputTypes };
}

/** The metadata of a model that turns one medium into another: what they leave out is appended. */
export function metadataFor(input: string, output: string, given?: ModelConfig): ModelMetadata {
  const metadata = completeMetadata(given);
  append(metadata.inputTypes, input);
  append(metadata.outputTypes, output);
  append(metadata.capabilities, `${input}-to-${output}`);
  return metadata;
}

function append(list: string[], value: string): void {
  if (!list.includes(value)) list.push(value);
}
