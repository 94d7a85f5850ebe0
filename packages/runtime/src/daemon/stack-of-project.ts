import { dirname } from 'node:path';

/** The stack whose file lies in the project's folder, or nearest above it. */
export function stackOfProject<S extends { readonly file: string }>(
  stacks: readonly S[],
  projectFolder: string,
): S | undefined {
  for (let folder = projectFolder; ; folder = dirname(folder)) {
    const stack = stacks.find(({ file }) => dirname(file) === folder);
    if (stack || dirname(folder) === folder) return stack;
  }
}
