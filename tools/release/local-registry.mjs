// A Verdaccio on this machine: everything but @mediaconduit/* comes from the registry that npm is configured with.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../dev/workspace.mjs';
import { npmSettings } from './npm-settings.mjs';

const require = createRequire(import.meta.url);
const USER = 'mediaconduit';

/**
 * Starts the registry on 127.0.0.1. `port` 0 takes a free one; without `storage` what is published is gone after
 * `stop()`. `env` makes npm and pnpm use it, with a token that may publish; `upstream` is where it has all else from.
 */
export async function startLocalRegistry({ port = 0, storage } = {}) {
  const settings = npmSettings();
  const folder = mkdtempSync(join(tmpdir(), 'registry-'));
  const removeFolder = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', removeFolder);
  let server;
  const stop = async () => {
    if (server) await close(server);
    process.off('exit', removeFolder);
    removeFolder();
  };
  try {
    server = await listen(configuration({ folder, storage: storage ?? join(folder, 'storage'), settings }), port);
    const url = `http://127.0.0.1:${server.address().port}/`;
    const token = await createToken(url);
    return { url, token, upstream: settings.registry, env: clientEnvironment({ folder, url, token, settings }), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function configuration({ folder, storage, settings }) {
  const { parseConfigFile } = require('verdaccio');
  const config = parseConfigFile(join(root, '.verdaccio', 'config.yml'));
  const { cafile, proxy, noproxy, 'https-proxy': httpsProxy } = settings;
  config.configPath = config.self_path = join(folder, 'config.yml');
  config.storage = storage;
  config.auth.htpasswd.file = join(folder, 'htpasswd');
  config.uplinks.npm.url = settings.registry;
  // Verdaccio takes the certificates themselves here; a path ends as "self-signed certificate in certificate chain"
  if (cafile) config.uplinks.npm.ca = readFileSync(cafile, 'utf8');
  const proxies = { http_proxy: proxy, https_proxy: httpsProxy, no_proxy: noproxy && String(noproxy) };
  for (const [name, value] of Object.entries(proxies)) if (value) config.uplinks.npm[name] = value;
  return config;
}

async function listen(config, port) {
  const server = await require('verdaccio').runServer(config);
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

async function createToken(url) {
  const password = randomBytes(24).toString('hex');
  const user = { name: USER, password, email: `${USER}@localhost`, type: 'user', roles: [] };
  const response = await fetch(`${url}-/user/org.couchdb.user:${USER}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(user),
  });
  if (!response.ok) throw new Error(`the local registry gave no token: ${response.status} ${await response.text()}`);
  return (await response.json()).token;
}

function clientEnvironment({ folder, url, token, settings }) {
  const lines = [`registry=${url}`, `${url.slice('http:'.length)}:_authToken=${token}`];
  if (settings.cafile) lines.push(`cafile=${settings.cafile}`);
  const userconfig = join(folder, 'npmrc');
  writeFileSync(userconfig, `${lines.join('\n')}\n`, { mode: 0o600 });
  return { npm_config_registry: url, npm_config_userconfig: userconfig };
}

async function close(server) {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}
