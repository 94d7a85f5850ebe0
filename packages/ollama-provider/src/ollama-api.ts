/** A tool that a model asks for, as it stands in a message. */
export interface WireToolCall {
  readonly id?: string;
  readonly function: { readonly name: string; readonly arguments: Readonly<Record<string, unknown>> };
}

/** A message of `POST /api/chat`. */
export interface WireMessage {
  readonly role: string;
  readonly content: string;
  readonly thinking?: string;
  /** In base64. */
  readonly images?: readonly string[];
  readonly tool_calls?: readonly WireToolCall[];
  readonly tool_name?: string;
  readonly tool_call_id?: string;
}

/** A line of the answer to `POST /api/chat` (`message`) or `POST /api/generate` (`response`); times in nanoseconds. */
export interface GenerationLine {
  readonly message?: Partial<WireMessage>;
  readonly response?: string;
  readonly thinking?: string;
  readonly done?: boolean;
  readonly done_reason?: string;
  readonly total_duration?: number;
  readonly load_duration?: number;
  readonly prompt_eval_count?: number;
  readonly prompt_eval_duration?: number;
  readonly eval_count?: number;
  readonly eval_duration?: number;
}

/** A line of the answer to `POST /api/pull`. */
export interface PullLine {
  readonly status?: string;
  /** Which file the numbers are about. */
  readonly digest?: string;
  readonly total?: number;
  readonly completed?: number;
}

/** What `GET /api/tags` and `POST /api/show` say of how a model was made. */
export interface WireDetails {
  readonly family?: string;
  readonly parameter_size?: string;
  readonly quantization_level?: string;
}

/** The answer to `GET /api/tags`. */
export interface TagsReply {
  readonly models: readonly {
    readonly name: string;
    readonly size: number;
    readonly digest: string;
    readonly modified_at: string;
    readonly details?: WireDetails;
  }[];
}

/** The answer to `POST /api/show`, as far as it is used. */
export interface ShowReply {
  readonly details?: WireDetails;
  readonly capabilities?: readonly string[];
  readonly model_info?: Readonly<Record<string, unknown>>;
  readonly template?: string;
  readonly system?: string;
  readonly license?: string;
}

/** The answer to `GET /api/ps`. */
export interface RunningReply {
  readonly models?: readonly { readonly name: string; readonly context_length?: number }[];
}

/** The answer to `POST /api/embed`. */
export interface EmbedReply {
  readonly embeddings: readonly (readonly number[])[];
  readonly prompt_eval_count?: number;
  readonly total_duration?: number;
  readonly load_duration?: number;
}

/** Whether it looks like {@link TagsReply}. */
export function isTagsReply(value: unknown): value is TagsReply {
  const { models } = (value ?? {}) as Partial<TagsReply>;
  return Array.isArray(models) && models.every((one: Partial<TagsReply['models'][number]>) => isText(one.name));
}

/** Whether it looks like {@link EmbedReply}, with so many embeddings. */
export function isEmbedReply(value: unknown, length: number): value is EmbedReply {
  const { embeddings } = (value ?? {}) as Partial<EmbedReply>;
  return Array.isArray(embeddings) && embeddings.length === length && embeddings.every(isVector);
}

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';
const isVector = (value: unknown): boolean =>
  Array.isArray(value) && value.length > 0 && value.every((member) => typeof member === 'number');
