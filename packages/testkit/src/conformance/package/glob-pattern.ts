/** An entry of `files`: a file, a folder with all it holds, or a glob with `*`, `**`, `?` and `{a,b}`. */
export function globPattern(entry: string): RegExp {
  const path = entry.replace(/^\.?\//, '').replace(/\/+$/, '');
  return new RegExp(`^(?:${withoutChoices(path).map(sourceOf).join('|')})(?:/.*)?$`);
}

/** `a.{js,d.ts}` as `a.js` and `a.d.ts`, from the inside out. Braces without a comma are part of a name. */
function withoutChoices(glob: string): string[] {
  const [choice, list] = /\{([^{}]*,[^{}]*)\}/.exec(glob) ?? [];
  if (choice === undefined || list === undefined) return [glob];
  return list.split(',').flatMap((one) => withoutChoices(glob.replace(choice, () => one)));
}

function sourceOf(glob: string): string {
  return glob.replace(/\*\*\/?|[*?]|[.+^${}()|[\]\\]/g, (part) => {
    if (part === '**/') return '(?:.*/)?';
    if (part === '**') return '.*';
    if (part === '*') return '[^/]*';
    return part === '?' ? '[^/]' : `\\${part}`;
  });
}
