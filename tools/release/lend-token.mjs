import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

/**
 * Writes the token of a local registry into an npmrc file, for both names of this machine. Returns the function that
 * takes it away: the file is then as it was before, or as somebody has changed it meanwhile, without the token.
 */
export function lendToken(npmrc, { port, token }) {
  const keys = ['localhost', '127.0.0.1'].map((host) => `//${host}:${port}/:_authToken=`);
  const isToken = (line) => keys.some((key) => line.startsWith(key));
  const withoutTokens = (text) => text.split('\n').filter((line) => !isToken(line));
  const existed = existsSync(npmrc);
  // one that was killed has left its token
  const before = existed ? withoutTokens(readFileSync(npmrc, 'utf8')).join('\n') : '';
  const lent = before.replace(/\n?$/, before && '\n') + keys.map((key) => `${key}${token}\n`).join('');
  writeFileSync(npmrc, lent, { mode: 0o600 });
  return () => {
    if (!existsSync(npmrc)) return;
    const now = readFileSync(npmrc, 'utf8');
    const after = now === lent ? before : withoutTokens(now).join('\n');
    if (after === '' && !existed) rmSync(npmrc);
    else if (after !== now) writeFileSync(npmrc, after);
  };
}
