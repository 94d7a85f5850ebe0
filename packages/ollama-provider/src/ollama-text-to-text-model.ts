import { OllamaTextModel } from './ollama-text-model';

/**
 * Answers a prompt or a conversation. `metadata` of the result has `doneReason`, tokens, times, `thinking`, `toolCalls`
 * and, for JSON that was asked for, `json`.
 */
export class OllamaTextToTextModel extends OllamaTextModel<'text-to-text'> {}
