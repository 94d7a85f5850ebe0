const INHERITED: ReadonlySet<string> = new Set([
  ...['PATH', 'HOME', 'USER', 'LOGNAME', 'TMPDIR', 'TMP', 'TEMP', 'TZ', 'LANG', 'LANGUAGE'],
  ...['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY', 'XDG_CACHE_HOME'],
  ...['SSL_CERT_FILE', 'SSL_CERT_DIR', 'REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE'],
  ...['SYSTEMROOT', 'SYSTEMDRIVE', 'WINDIR', 'COMSPEC', 'PATHEXT', 'APPDATA', 'LOCALAPPDATA', 'PROGRAMDATA'],
  ...['PROGRAMFILES', 'USERPROFILE', 'HOMEDRIVE', 'HOMEPATH', 'NUMBER_OF_PROCESSORS', 'PROCESSOR_ARCHITECTURE'],
]);

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * The whole environment of a service: what any program needs of ours (path, home, temporary folder, locale, proxy,
 * trusted certificates),
 * then each of `layers` over it. Nothing else of ours is passed on: it may hold keys, and `NODE_OPTIONS` or
 * `NODE_EXTRA_CA_CERTS` would change or slow down every Node.js service.
 */
export function processEnvironment(ours: Variables, ...layers: readonly Variables[]): Record<string, string> {
  const base = Object.fromEntries(Object.entries(ours).filter(([name]) => isInherited(name.toUpperCase())));
  const all = Object.entries(Object.assign(base, ...layers) as Variables);
  return Object.fromEntries(all.filter((pair): pair is [string, string] => pair[1] !== undefined));
}

function isInherited(name: string): boolean {
  return INHERITED.has(name) || name.startsWith('LC_');
}
