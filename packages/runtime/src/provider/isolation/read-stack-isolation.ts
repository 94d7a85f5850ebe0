import { parseStackIsolation, readStackTextSync, type StackIsolation } from '@mediaconduit/sdk/manifest';
import { findStackFile } from '../../config/find-stack-file';

/**
 * What the stack file of a project says about isolation now. Its YAML is parsed where it has the word.
 * @throws `MC_STACK_INVALID`.
 */
export function readStackIsolation(projectFolder: string): StackIsolation | undefined {
  const file = findStackFile(projectFolder);
  const text = file === undefined ? '' : readStackTextSync(file);
  return file !== undefined && text.includes('isolation') ? parseStackIsolation(text, file) : undefined;
}
