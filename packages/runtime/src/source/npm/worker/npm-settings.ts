import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { WorkerRequest } from '../worker-messages';
import { loadConfig, type NpmOptions } from './npm-libraries';

/** What the user has told npm, as far as it says where packages come from and how to get there. */
export interface NpmSettings {
  readonly options: NpmOptions;
  /** Of the registry that npm asks when nobody says anything. */
  readonly publicHost: string;
  /** npm's cache of contents, or one of our own where that cannot be written. */
  readonly cache: string;
  /** What counts as now, in ms since 1970: the age of a version is counted from it. */
  readonly readAt: number;
  /** Whether the smallest age that versions may have is what npm is told. */
  readonly isAgeOfNpm: boolean;
  /** Never to be shown. */
  readonly secrets: readonly string[];
}

type ReleaseDates = Pick<NpmSettings, 'options' | 'readAt' | 'isAgeOfNpm'>;

/** Nothing that names a program, a script or a folder to write to: a project's `.npmrc` may come from anywhere. */
const TAKEN = new Set([
  ...[
    'registry',
    'replaceRegistryHost',
    'ca',
    'cert',
    'key',
    'proxy',
    'httpsProxy',
    'noProxy',
    'strictSSL',
    'localAddress',
    'maxSockets',
  ],
  ...['before', 'minReleaseAgeExclude', 'preferOffline', 'preferOnline', 'offline', 'defaultTag', 'legacyPeerDeps'],
]);
const OF_SCOPE_OR_HOST = /^(?:@[^/]+:registry$|\/\/)/;
const SECRET_OF_HOST = /^\/\/.*:(?:_authToken|_auth|_password|username)$/;

/** npm waits for other attempts; how long a silent one lasts is decided by us. */
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 2000;

/** Reads the `.npmrc` files of project, user and machine, and `npm_config_*`, exactly as npm does. */
export async function readNpmSettings(request: WorkerRequest): Promise<NpmSettings> {
  const { Config, definitions } = loadConfig();
  const config = new Config({
    ...definitions,
    // npm's own folder may hold a .npmrc, too; there is no npm here.
    npmPath: '/nonexistent/npm',
    argv: [process.execPath, 'npm'],
    env: { ...process.env },
    cwd: request.projectFolder,
    warn: false,
  });
  await config.load();
  const { flat } = config;
  const dates = releaseDates(flat, request);
  const taken = Object.entries(flat).filter(([name]) => TAKEN.has(name) || OF_SCOPE_OR_HOST.test(name));
  const cache = isWritable(String(flat['cache'])) ? String(flat['cache']) : request.ownCache;
  const options = { ...Object.fromEntries(taken), ...fixedOptions(request), ...dates.options, cache };
  const publicHost = new URL(definitions.definitions.registry.default).host;
  return { ...dates, options, publicHost, cache, secrets: secretsOf(options) };
}

function fixedOptions({ stallMs, retries }: WorkerRequest): NpmOptions {
  return {
    userAgent: `mediaconduit node/${process.version} ${process.platform} ${process.arch}`,
    retry: { retries, factor: 2, minTimeout: FIRST_WAIT_MS, maxTimeout: LONGEST_WAIT_MS },
    timeout: stallMs * (retries + 2),
    // Only what a registry gives; Arborist is allowed our own folders that stand for what the host gives.
    ...{ allowGit: 'none', allowRemote: 'none', allowFile: 'none', allowDirectory: 'root' },
    ...{ ignoreScripts: true, audit: false, fund: false, packageLock: true, fullMetadata: false },
  };
}

/** The stricter one of what npm is told and what we are told; the exceptions of both hold. */
function releaseDates({ before, minReleaseAgeExclude }: NpmOptions, { releaseAge }: WorkerRequest): ReleaseDates {
  const readAt = Date.now();
  if (!releaseAge) return { readAt, options: {}, isAgeOfNpm: true };
  const ours = new Date(readAt - releaseAge.minimumMs);
  const exclude = Array.isArray(minReleaseAgeExclude) ? (minReleaseAgeExclude as unknown[]) : [];
  const isAgeOfNpm = before instanceof Date && before < ours;
  const options = {
    before: isAgeOfNpm ? before : ours,
    minReleaseAgeExclude: [...exclude, ...releaseAge.exclude],
  };
  return { readAt, options, isAgeOfNpm };
}

function isWritable(folder: string): boolean {
  try {
    const present = nearestExisting(folder);
    accessSync(present, constants.W_OK);
    return statSync(present).isDirectory();
  } catch {
    return false;
  }
}

function nearestExisting(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : nearestExisting(dirname(folder));
}

function secretsOf(options: NpmOptions): string[] {
  const entries = Object.entries(options).filter((pair): pair is [string, string] => typeof pair[1] === 'string');
  const ofHosts = entries.filter(([name]) => SECRET_OF_HOST.test(name)).flatMap(([, value]) => [value, decoded(value)]);
  const ofUrls = entries.flatMap(([, value]) => credentialsOf(value));
  const key = typeof options['key'] === 'string' ? [options['key']] : [];
  return [...ofHosts, ...ofUrls, ...key].filter((secret) => secret !== '');
}

function decoded(value: string): string {
  const text = Buffer.from(value, 'base64').toString('utf8');
  return text.includes('\ufffd') ? '' : text;
}

function credentialsOf(value: string): string[] {
  if (!/^https?:\/\//.test(value) || !URL.canParse(value)) return [];
  const { username, password } = new URL(value);
  return [username, password, decodeURIComponent(password)];
}
