import { MediaConduitError } from '@mediaconduit/sdk';
import { render } from 'ejs';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { PlannedFile } from './planned-file';
import type { TemplateValues } from './template-values';

const TEMPLATES = join(__dirname, '..', 'templates');
const SUFFIX = '.ejs';
const PER_CAPABILITY = '__capability__';

/**
 * The files that a folder of templates makes. In their names `__id__` is the id, a leading `_` a dot (npm publishes no
 * `.gitignore`), and what has `__capability__` in its name is made once for each. What comes out empty is left out, but
 * for files that make a folder a package of Python.
 */
export function renderTemplates(folder: string, values: TemplateValues): PlannedFile[] {
  const files = templatesIn(join(TEMPLATES, folder)).flatMap((file) => {
    const name = relative(join(TEMPLATES, folder), file).split(sep).join('/');
    if (!name.includes(PER_CAPABILITY)) return [fileOf(file, pathOf(name, values), values)];
    return values.capabilities.map((capability) =>
      fileOf(file, pathOf(name.replaceAll(PER_CAPABILITY, capability.id), values), { ...values, capability }),
    );
  });
  return files.filter(({ path, text }) => text !== '' || path.endsWith('.py'));
}

function templatesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(SUFFIX))
    .sort()
    .map((name) => join(folder, name));
}

function pathOf(name: string, { id }: TemplateValues): string {
  const parts = name.slice(0, -SUFFIX.length).replaceAll('__id__', id).split('/');
  return parts.map((part) => part.replace(/^_(?!_)/, '.')).join('/');
}

function fileOf(file: string, path: string, values: object): PlannedFile {
  try {
    const text = render(readFileSync(file, 'utf8'), values, { filename: file, escape: String });
    return { path, text: text.trim() === '' ? '' : `${text.trimEnd()}\n` };
  } catch (cause) {
    throw new MediaConduitError('MC_INTERNAL', `The template of ${path} cannot be used.`, {
      hint: 'please report this, with what you have called the provider',
      facts: { template: relative(TEMPLATES, file) },
      cause,
    });
  }
}
