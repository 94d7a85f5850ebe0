/**
 * How a service becomes one file that needs nothing installed, for `build()` of esbuild: add `entryPoints` and `outfile`.
 * Licences of what goes in stand at the end of the file.
 */
export const SERVICE_BUNDLE = Object.freeze({
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'eof',
} as const);
