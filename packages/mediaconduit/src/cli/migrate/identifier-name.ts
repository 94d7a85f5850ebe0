/** What an identifier calls a service or provider: `https://github.com/o/cow-service.git` → `cow-service`. */
export function identifierName(identifier: string): string {
  const place = identifier.replace(/(?:\.git)?(?:[@#][^/]*)?\/?$/, '');
  return place.split(/[/:]/).at(-1) ?? '';
}
