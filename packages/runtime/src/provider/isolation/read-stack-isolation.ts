import { findStackFile } from '../../config/find-stack-file';
import { readStackTextSync } from '../../stack-file/read-stack-text';
import type { StackIsolation } from '../../stack-file/stack-definition';

/* eslint-disable @typescript-eslint/no-require-imports -- most programs have no stack file with the word in it */
const loadParser = () =>
  require('../../stack-file/parse-stack-file') as typeof import('../../stack-file/parse-stack-file');
/* eslint-enable @typescript-eslint/no-require-imports */

/**
 * What the stack file of a project says about isolation now. Its YAML is parsed where it has the word.
 * @throws `MC_STACK_INVALID`.
 */
export function readStackIsolation(projectFolder: string): StackIsolation | undefined {
  const file = findStackFile(projectFolder);
  const text = file === undefined ? '' : readStackTextSync(file);
  return file !== undefined && text.includes('isolation') ? loadParser().parseStackIsolation(text, file) : undefined;
}
