import { extname } from 'node:path';
import type { Properties } from './option-path';
import { fixedValues } from './parse-option-value';

/** Extensions and the other name under which a format may be listed. */
const OTHER_NAMES: Readonly<Record<string, string>> = { jpg: 'jpeg', jpeg: 'jpg', oga: 'ogg', htm: 'html' };

/** The option `format` as the name of the output file says it, where the model lists that format. */
export function formatOfFile(out: string | undefined, properties: Properties = {}): { readonly format?: string } {
  const extension = extname(out ?? '')
    .slice(1)
    .toLowerCase();
  const listed = fixedValues(properties['format']);
  const format = [extension, OTHER_NAMES[extension]].find((name) => name !== undefined && listed.includes(name));
  return format === undefined ? {} : { format };
}
