// A Verdaccio on this machine: everything but @mediaconduit/* comes from the registry that npm is configured with.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../dev/workspace.mjs';
import { npmSetting } from './npm-setting.mjs';

const require = createRequire(import.meta.url);
const USER = 'mediaconduit';

/**
 * Starts the registry on 127.0.0.1. `port` 0 takes a free one; without `storage` what is published is gone after
 * `stop()`. `env` makes npm and pnpm use it, with a token that may publish.
 */
export async function startLocalRegistry({ port = 0, storage } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'registry-'));
  try {
    const server = await listen(configuration({ folder, storage: storage ?? join(folder, 'storage') }), port);
    const url = `http://127.0.0.1:${server.address().port}/`;
    const token = await createToken(url);
    return { url, token, env: clientEnvironment({ folder, url, token }), stop: () => stop(server, folder) };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

function configuration({ folder, storage }) {
  const { parseConfigFile } = require('verdaccio');
  const config = parseConfigFile(join(root, '.verdaccio', 'config.yml'));
  const cafile = npmSetting('cafile');
  config.configPath = config.self_path = join(folder, 'config.yml');
  config.storage = storage;
  config.auth.htpasswd.file = join(folder, 'htpasswd');
  config.uplinks.npm.url = npmSetting('registry');
  // Verdaccio takes the certificates themselves here; a path ends as "self-signed certificate in certificate chain"
  if (cafile) config.uplinks.npm.ca = readFileSync(cafile, 'utf8');
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

function clientEnvironment({ folder, url, token }) {
  const cafile = npmSetting('cafile');
  const lines = [`registry=${url}`, `${url.slice('http:'.length)}:_authToken=${token}`];
  if (cafile) lines.push(`cafile=${cafile}`);
  const userconfig = join(folder, 'npmrc');
  writeFileSync(userconfig, `${lines.join('\n')}\n`, { mode: 0o600 });
  return { npm_config_registry: url, npm_config_userconfig: userconfig };
}

async function stop(server, folder) {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
  rmSync(folder, { recursive: true, force: true });
}
