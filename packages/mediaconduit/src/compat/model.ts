import { MediaConduitError } from '@mediaconduit/sdk';
import { completeMetadata, type ModelConfig, type ModelMetadata } from './model-metadata';

/**
 * The model class of the original core. Its fields are plain and writable, because subclasses declare them again, and
 * its constructor calls nothing that a subclass may have overridden.
 */
export abstract class Model {
  id: string;
  name: string;
  capabilities: string[];
  protected metadata: ModelMetadata;

  constructor(metadata?: ModelConfig) {
    this.metadata = completeMetadata(metadata);
    this.id = this.metadata.id;
    this.name = this.metadata.name;
    this.capabilities = [...this.metadata.capabilities];
  }

  /** Does the work; each kind of model says what goes in and comes out. */
  abstract transform(input: unknown, options?: unknown): Promise<unknown>;

  abstract isAvailable(): Promise<boolean>;

  getMetadata(): ModelMetadata {
    return { ...this.metadata };
  }

  getId(): string {
    return this.metadata.id;
  }

  getName(): string {
    return this.metadata.name;
  }

  getDescription(): string {
    return this.metadata.description;
  }

  getVersion(): string {
    return this.metadata.version;
  }

  getProvider(): string {
    return this.metadata.provider;
  }

  getCapabilities(): string[] {
    return [...this.metadata.capabilities];
  }

  getInputTypes(): string[] {
    return [...this.metadata.inputTypes];
  }

  getOutputTypes(): string[] {
    return [...this.metadata.outputTypes];
  }

  supportsInputType(type: string): boolean {
    return this.metadata.inputTypes.includes(type);
  }

  supportsOutputType(type: string): boolean {
    return this.metadata.outputTypes.includes(type);
  }

  hasCapability(capability: string): boolean {
    return this.metadata.capabilities.includes(capability);
  }

  toString(): string {
    return `${this.getName()} (${this.getId()})`;
  }

  toJSON(): Record<string, unknown> {
    return { ...this.metadata };
  }

  /** True for an input that can be worked on. @throws `MC_INPUT_INVALID` instead of answering false. */
  protected validateInput(input: unknown): boolean {
    return this.#validate(input, 'input');
  }

  /** True for a result that can be handed out. @throws `MC_INPUT_INVALID` instead of answering false. */
  protected validateOutput(output: unknown): boolean {
    return this.#validate(output, 'output');
  }

  /** Runs it and says how long that took, in ms. */
  protected async measureTime<T>(operation: () => T | Promise<T>): Promise<{ result: T; duration: number }> {
    const startedAt = performance.now();
    const result = await operation();
    return { result, duration: performance.now() - startedAt };
  }

  #validate(value: unknown, side: 'input' | 'output'): boolean {
    if (value !== undefined && value !== null && isValid(value)) return true;
    throw new MediaConduitError('MC_INPUT_INVALID', `The ${side} of model ${this.getId()} is missing or empty.`, {
      hint: side === 'input' ? 'give the model something to work on' : 'the model made nothing: look at its service',
      facts: { model: this.getId(), side },
    });
  }
}

/** Media values know it themselves. */
function isValid(value: NonNullable<unknown>): boolean {
  return !('isValid' in Object(value)) || (value as { isValid(): boolean }).isValid();
}
