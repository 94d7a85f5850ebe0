/** The reference with `latest` where it names neither tag nor digest: the engine would pull all tags there are. */
export function withTag(reference: string): string {
  const name = reference.slice(reference.lastIndexOf('/') + 1);
  return /[:@]/.test(name) ? reference : `${reference}:latest`;
}
