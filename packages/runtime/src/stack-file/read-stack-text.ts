import { readYamlText, readYamlTextSync } from '@mediaconduit/sdk/manifest';
import { STACK_WORDS } from './stack-words';

/**
 * The text of a stack file; the user may keep it elsewhere and put a link there.
 * @throws `MC_STACK_INVALID` when it cannot be read, is no file, too large or not UTF-8.
 */
export function readStackText(file: string): Promise<string> {
  return readYamlText(file, STACK_WORDS);
}

/** As {@link readStackText}, at once. */
export function readStackTextSync(file: string): string {
  return readYamlTextSync(file, STACK_WORDS);
}
