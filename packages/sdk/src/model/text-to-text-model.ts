import { MediaConduitError } from '../error/mediaconduit-error';
import { textOf } from '../media/text-of';
import type { Text } from '../media/text';
import type { InputOf } from '../media/media-of';
import { BaseModel } from './base-model';
import type { CallOptions, ChatMessage, ModelOptions } from './model';

/** Refuses empty and too long text (`limits.maxTextLength` of the manifest). */
export abstract class BaseTextToTextModel<O extends object = ModelOptions> extends BaseModel<
  'text-to-text',
  string,
  O
> {
  protected parseInput(input: InputOf<'text-to-text'>): string {
    const text = textOf(input);
    const longest = this.info.limits?.maxTextLength;
    if (longest !== undefined && text.length > longest) {
      throw new MediaConduitError(
        'MC_INPUT_TOO_LARGE',
        `The text has ${text.length} characters; ${this.id} takes ${longest}.`,
        {
          hint: 'shorten the text, or split it into several calls',
          facts: { model: this.id, length: text.length, maxTextLength: longest },
        },
      );
    }
    return text;
  }

  /** The same as `transform` with a string. */
  generate(prompt: string, options?: O & CallOptions): Promise<Text> {
    return this.transform(prompt, options);
  }

  /** Answers the last message of the user; override it to use whole conversations. */
  chat(messages: readonly ChatMessage[], options?: O & CallOptions): Promise<Text> {
    return this.transform({ messages }, options);
  }
}
