const MAX_HOPS = 40;

/**
 * Whether a link ends inside its tree, step by step as the kernel would go: a `..` behind another link leaves the folder
 * that link leads to. Links that lead to nothing may stay; circles may not.
 * @param links targets of all links of the tree, by path.
 * @param work counts the steps that are left for all links of the tree; where none is, the answer is no.
 */
export function leadsInside(
  links: ReadonlyMap<string, string>,
  path: string,
  work: { stepsLeft: number } = { stepsLeft: Infinity },
): boolean {
  const at = path.split('/').slice(0, -1);
  const ahead = stepsOf(links.get(path));
  for (let hops = 0, step = ahead.shift(); step !== undefined; step = ahead.shift()) {
    if (--work.stepsLeft < 0 || (step === '..' && at.length === 0)) return false;
    if (step === '..') at.pop();
    else at.push(step);
    const target = links.get(at.join('/'));
    if (target === undefined) continue;
    if (target.startsWith('/') || ++hops > MAX_HOPS) return false;
    at.pop();
    ahead.unshift(...stepsOf(target));
  }
  return true;
}

function stepsOf(target = ''): string[] {
  return target.split('/').filter((step) => step !== '' && step !== '.');
}
