// Services of the stacks that are hurt here.
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A small HTTP service of ours as a process. `settings` are those of the stack file. */
export function web({ variables = {}, ...settings } = {}) {
  return { ...program('web.cjs'), environment: variables, ...settings };
}

/** Two cows, the databases of this machine, one that starts slowly, and one that needs them. */
export function wholeStack({ engine, folder, slowMs = 3000 }) {
  const found = Object.keys(DATABASES).filter((name) => engine === 'docker' || missingPrograms(name).length === 0);
  const databases = found.map((name) => [name, engine === 'docker' ? databaseImage(name) : database(name, folder)]);
  return {
    'cow-a': { use: 'cowsay-service', engine, critical: true },
    'cow-b': { use: 'cowsay-service', engine, dependsOn: ['cow-a'] },
    ...Object.fromEntries(databases),
    slow: web({ variables: { START_MS: String(slowMs) }, dependsOn: ['cow-a'] }),
    shop: web({ dependsOn: [...found, 'cow-a'] }),
  };
}

/** It is ready for a moment only, each time. */
export function crasher() {
  return web({ variables: { LIVES_MS: '300' }, restart: { delayMs: 200, maxRestarts: 2 } });
}

/** What is missing on this machine, a line each. */
export function missingDatabases(engine) {
  if (engine === 'docker') return [];
  return Object.keys(DATABASES).flatMap((name) => {
    const missing = missingPrograms(name);
    return missing.length > 0 ? [`${name} is left out: no ${missing.join(', ')} on the PATH`] : [];
  });
}

const POSTGRES = '/usr/lib/postgresql';
const DATABASES = { redis: ['redis-server'], postgres: ['initdb', 'postgres'] };

function database(name, folder) {
  return {
    ...program('databases/database.cjs', name),
    environment: { DATA_FOLDER: folder, PATH: programFolders().join(delimiter) },
  };
}

/** Its image is built on this machine. */
function databaseImage(name) {
  const docker = { composeFile: 'databases/docker-compose.yml', serviceName: name };
  return { engine: 'docker', docker, readiness: { path: '/', timeoutMs: 240_000 } };
}

function program(...command) {
  return {
    process: { command: ['node', ...command], port: { env: 'PORT', value: 0, log: 'port (\\d+)' } },
    readiness: { path: '/', timeoutMs: 30_000 },
  };
}

function missingPrograms(name) {
  const folders = programFolders();
  return DATABASES[name].filter((program) => !folders.some((folder) => existsSync(join(folder, program))));
}

/** Debian keeps the programs of PostgreSQL beside the PATH. */
function programFolders() {
  const versions = existsSync(POSTGRES) ? readdirSync(POSTGRES) : [];
  return [...(process.env.PATH ?? '').split(delimiter), ...versions.map((version) => join(POSTGRES, version, 'bin'))];
}
