#!/usr/bin/env node
// Makes local stand-ins for the public base images that the services' Dockerfiles start FROM, on machines that reach
// a Debian mirror but no image registry. Does nothing for an image that is here already or can be pulled.
// The stand-ins hold this machine's CA bundle: they are for builds and tests on this machine and are never published.
//
//   node tools/images/make-base-images.mjs [--install] [debian] [node] [python]
//
// --install lets it run `apt-get install mmdebstrap` when that is missing (root only). Without names: all three.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const PULL_TIMEOUT_MS = 60_000;
const SUITE = 'bookworm';
const CA_BUNDLE = '/etc/ssl/certs/ca-certificates.crt';
const CLEAN = 'apt-get clean && rm -rf /var/lib/apt/lists/* /var/cache/apt/*.bin';
/** Marks an image as a stand-in, so that nothing built on it is published by accident. */
const LABEL = 'io.mediaconduit.base-image=stand-in';

const IMAGES = {
  debian: { tag: 'debian:bookworm-slim', make: makeDebian },
  node: { tag: 'node:20-bookworm-slim', needs: 'debian', make: makeNode },
  python: { tag: 'python:3.11-slim-bookworm', needs: 'debian', make: makePython },
};

class Refusal extends Error {}

function run(command, args, options = {}) {
  const result = spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'], ...options });
  if (result.error?.code === 'ENOENT') throw new Refusal(`${command} is not installed`);
  if (result.status === 0) return;
  // what a quiet command kept to itself is shown only now, without the builder's notices of every good run
  process.stderr.write(result.stderr ?? '');
  throw new Refusal(`${command} ${args[0]} failed (${result.signal ?? result.status})`);
}

function succeeds(command, args, timeout) {
  return spawnSync(command, args, { stdio: 'ignore', timeout }).status === 0;
}

const isPresent = (tag) => succeeds('docker', ['image', 'inspect', tag]);
const say = (line) => process.stdout.write(`${line}\n`);

function ensureImage(name, options) {
  const { tag, needs, make } = IMAGES[name];
  if (isPresent(tag)) return say(`${tag}: here already`);
  if (succeeds('docker', ['pull', '--quiet', tag], PULL_TIMEOUT_MS)) return say(`${tag}: pulled`);
  if (process.platform !== 'linux')
    throw new Refusal(`${tag} cannot be pulled, and a stand-in can only be made on Linux`);
  if (needs) ensureImage(needs, options);
  say(`${tag}: cannot be pulled, making a stand-in`);
  const startedAt = Date.now();
  inTemporaryFolder((folder) => make({ folder, tag, ...options }));
  say(`${tag}: made in ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
}

function inTemporaryFolder(work) {
  const folder = mkdtempSync(join(tmpdir(), 'base-image-'));
  try {
    work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The machine's own package sources, whatever mirror they name. */
function aptSources() {
  const folder = '/etc/apt/sources.list.d';
  const files = existsSync(folder) ? readdirSync(folder).map((file) => join(folder, file)) : [];
  const sources = ['/etc/apt/sources.list', ...files].filter(
    (file) => /\.(list|sources)$/.test(file) && existsSync(file),
  );
  const debian = sources.filter((file) => succeeds('grep', ['-qE', `debian.*${SUITE}|Suites:.*${SUITE}`, file]));
  if (debian.length > 0) return debian;
  throw new Refusal(
    `no file under /etc/apt names the Debian suite ${SUITE}, so there is nothing to make the image from`,
  );
}

function ensureMmdebstrap(mayInstall) {
  if (succeeds('mmdebstrap', ['--version'])) return;
  if (!mayInstall || process.getuid?.() !== 0) {
    throw new Refusal(
      'mmdebstrap is not installed; run "apt-get install mmdebstrap", or this script as root with --install',
    );
  }
  run('apt-get', ['update', '-qq']);
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'mmdebstrap']);
}

function makeDebian({ folder, tag, mayInstall }) {
  ensureMmdebstrap(mayInstall);
  const archive = join(folder, 'root.tar');
  run('mmdebstrap', ['--quiet', '--variant=minbase', '--include=ca-certificates', SUITE, archive, ...aptSources()]);
  run('docker', ['import', '--change', 'CMD ["bash"]', '--change', `LABEL ${LABEL}`, archive, tag], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

/** A copy of the Node.js and npm that run this script. */
function makeNode({ folder, tag }) {
  cpSync(process.execPath, join(folder, 'node'));
  const npm = npmFolder();
  cpSync(npm, join(folder, 'npm'), { recursive: true, dereference: false });
  build(folder, tag, [
    `RUN apt-get update && apt-get install -y --no-install-recommends libstdc++6 ca-certificates && ${CLEAN}`,
    ...copyCaBundle(folder),
    'COPY node /usr/local/bin/node',
    'COPY npm /usr/local/lib/node_modules/npm',
    'RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm' +
      ' && ln -s ../lib/node_modules/npm/bin/npx-cli.js /usr/local/bin/npx' +
      ' && ln -s /usr/local/bin/node /usr/local/bin/nodejs' +
      ' && groupadd --gid 1000 node && useradd --uid 1000 --gid node --shell /bin/bash --create-home node',
    // npm's own setting and not NODE_EXTRA_CA_CERTS: that one costs every start of node about 27 ms
    `ENV NODE_VERSION=${process.version.slice(1)} npm_config_cafile=${CA_BUNDLE} npm_config_update_notifier=false`,
    'CMD ["node"]',
  ]);
}

function npmFolder() {
  const asked = spawnSync('npm', ['root', '--global'], { encoding: 'utf8' });
  const besideNode = resolve(dirname(process.execPath), '../lib/node_modules');
  const found = [asked.stdout?.trim(), besideNode]
    .map((root) => join(root || '/', 'npm'))
    .find((path) => existsSync(join(path, 'bin')));
  if (found) return found;
  throw new Refusal('the npm that belongs to this Node.js was not found');
}

/** Debian's Python under the names of the public image. */
function makePython({ folder, tag }) {
  const packages = 'ca-certificates python3 python3-pip python3-venv';
  build(folder, tag, [
    `RUN apt-get update && apt-get install -y --no-install-recommends ${packages} && ${CLEAN}` +
      ' && ln -s /usr/bin/python3 /usr/local/bin/python && ln -s /usr/bin/python3 /usr/local/bin/python3' +
      ' && ln -s /usr/bin/pip3 /usr/local/bin/pip' +
      ' && rm -f /usr/lib/python3*/EXTERNALLY-MANAGED',
    ...copyCaBundle(folder),
    `ENV PYTHON_VERSION=3.11 LANG=C.UTF-8 SSL_CERT_FILE=${CA_BUNDLE} PIP_ROOT_USER_ACTION=ignore` +
      ' PIP_DISABLE_PIP_VERSION_CHECK=1',
    'CMD ["python3"]',
  ]);
}

function copyCaBundle(folder) {
  if (!existsSync(CA_BUNDLE)) return [];
  cpSync(CA_BUNDLE, join(folder, 'ca.crt'), { dereference: true });
  return [`COPY ca.crt ${CA_BUNDLE}`];
}

function build(folder, tag, lines) {
  const context = mkdtempSync(join(folder, 'dockerfile-'));
  const dockerfile = join(context, 'Dockerfile');
  writeFileSync(dockerfile, ['FROM debian:bookworm-slim', `LABEL ${LABEL}`, ...lines, ''].join('\n'));
  const proxies = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'].flatMap((name) =>
    process.env[name] ? ['--build-arg', name] : [],
  );
  run('docker', ['build', '--quiet', ...proxies, '--tag', tag, '--file', dockerfile, folder], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

function main(args) {
  const mayInstall = args.includes('--install');
  const names = args.filter((arg) => arg !== '--install');
  const unknown = names.find((name) => !Object.hasOwn(IMAGES, name));
  if (unknown) throw new Refusal(`"${unknown}" is none of ${Object.keys(IMAGES).join(', ')}`);
  if (!succeeds('docker', ['version'])) throw new Refusal('no Docker engine answers; start it, or set DOCKER_HOST');
  for (const name of names.length > 0 ? names : Object.keys(IMAGES)) ensureImage(name, { mayInstall });
}

try {
  main(process.argv.slice(2));
} catch (thrown) {
  if (!(thrown instanceof Refusal)) throw thrown;
  process.stderr.write(`make-base-images: ${thrown.message}\n`);
  process.exitCode = 1;
}
