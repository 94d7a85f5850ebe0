/** A name for a result: that of the first file with another extension, without anything that a shell or a header could misread. */
export function resultName(fileName: string | undefined, extension: string): string {
  const stem = (fileName ?? '')
    .replace(/\.[^./]*$/, '')
    .replaceAll(/[^a-zA-Z0-9_-]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 80);
  return `${stem || 'output'}.${extension}`;
}
