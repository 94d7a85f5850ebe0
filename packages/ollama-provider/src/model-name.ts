const PART = '[A-Za-z0-9_][A-Za-z0-9_.-]{0,79}';
const NAMESPACE = '[A-Za-z0-9_][A-Za-z0-9_-]{0,79}';
const HOST = '[A-Za-z0-9_][A-Za-z0-9_.:-]{0,349}';
const NAME = new RegExp(`^(?:https?://)?(?:(?:(${HOST})/)?(${NAMESPACE})/)?(${PART})(?::(${PART}))?$`);

/** What Ollama puts where a name says nothing. */
const DEFAULTS = { host: 'registry.ollama.ai', namespace: 'library', tag: 'latest' };

/**
 * The shortest spelling of a model's name: `llama3` for `llama3:latest` and `registry.ollama.ai/library/llama3`.
 * `undefined` for what is no name.
 */
export function shortModelName(text: string): string | undefined {
  const [, host = DEFAULTS.host, namespace = DEFAULTS.namespace, model, tag = DEFAULTS.tag] = NAME.exec(text) ?? [];
  if (model === undefined) return undefined;
  const own = tag === DEFAULTS.tag ? model : `${model}:${tag}`;
  if (host !== DEFAULTS.host) return `${host}/${namespace}/${own}`;
  return namespace === DEFAULTS.namespace ? own : `${namespace}/${own}`;
}

/** True for two spellings of one model; Ollama does not look at the case of letters either. */
export function isSameModel(one: string, other: string): boolean {
  return key(one) === key(other);
}

const key = (name: string): string => (shortModelName(name) ?? name).toLowerCase();
