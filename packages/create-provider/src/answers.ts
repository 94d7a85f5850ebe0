import type { Capability } from '@mediaconduit/sdk';
import type { Kind } from './kinds';
import type { Licence } from './licences';
import type { ProviderNames } from './provider-names';

/** What is known about a provider before it is written, checked. */
export interface ProviderAnswers {
  readonly names: ProviderNames;
  readonly kind: Kind;
  /** At least one. */
  readonly capabilities: readonly Capability[];
  readonly description: string;
  readonly author: string;
  readonly licence: Licence;
  /** Of the API, for kinds that call one. */
  readonly url?: string;
  /** Of the container, for kinds that run one: its image, the port it listens on, the path that says it is ready. */
  readonly image?: string;
  readonly port?: number;
  readonly health?: string;
  /** Of a Gradio app. */
  readonly endpoint?: string;
  /** What the API calls its model. Default: made of the id. */
  readonly model?: string;
}

/** The same as its author gave it: words of the command line, of a question, or of `nx g`. */
export interface GivenAnswers {
  readonly name?: string;
  readonly scope?: string;
  readonly kind?: string;
  readonly capabilities?: readonly string[];
  readonly description?: string;
  readonly author?: string;
  readonly licence?: string;
  readonly url?: string;
  readonly image?: string;
  readonly port?: string | number;
  readonly health?: string;
  readonly endpoint?: string;
  readonly model?: string;
}
