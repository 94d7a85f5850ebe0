/** An entry of `files`: a file, a folder with all it holds, or a glob with `*`, `**` and `?`. */
export function globPattern(entry: string): RegExp {
  const path = entry.replace(/^\.?\//, '').replace(/\/+$/, '');
  const source = path.replace(/\*\*\/?|[*?]|[.+^${}()|[\]\\]/g, (part) => {
    if (part === '**/') return '(?:.*/)?';
    if (part === '**') return '.*';
    if (part === '*') return '[^/]*';
    return part === '?' ? '[^/]' : `\\${part}`;
  });
  return new RegExp(`^${source}(?:/.*)?$`);
}
