import { interfaceValue } from './interface-value';
import type { JobStatus } from './job-status';
import type { MediaCapability } from './media-capability';

/** A call as a value, for providers of the original core that take jobs. */
export interface GenerationRequest {
  id: string;
  capability: MediaCapability;
  modelId: string;
  inputs: Record<string, unknown>;
  parameters?: Record<string, unknown>;
  metadata?: Record<string, unknown>;
}

/** Stands for the type where it is re-exported without `type`. */
export const GenerationRequest = interfaceValue('GenerationRequest');

/** What became of a {@link GenerationRequest}. */
export interface GenerationResult {
  id: string;
  status: JobStatus;
  outputs?: Record<string, unknown>;
  error?: string;
  /** From 0 to 100. */
  progress?: number;
  metadata?: Record<string, unknown>;
}

/** Stands for the type where it is re-exported without `type`. */
export const GenerationResult = interfaceValue('GenerationResult');
