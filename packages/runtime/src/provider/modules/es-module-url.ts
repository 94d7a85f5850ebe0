/** Node.js takes a file with another query for another module; its path is the same for whoever asks for that. */
const QUERY = 'mediaconduit-load';

/** The URL of a module for a load of its package, which it hands on to what it imports of it. */
export function withLoad(url: string, load: number): string {
  const marked = new URL(url);
  marked.searchParams.set(QUERY, String(load));
  return marked.href;
}

/** The load that a module was imported for; `undefined` for the first one. */
export function loadOf(url: string | undefined): number | undefined {
  const load = url?.includes(QUERY) ? new URL(url).searchParams.get(QUERY) : null;
  return load === null ? undefined : Number(load);
}
