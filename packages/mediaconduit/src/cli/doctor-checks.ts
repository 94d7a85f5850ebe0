import { accessSync, constants, existsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { InstalledProvider, Runtime } from '@mediaconduit/runtime';
import { messageOf, type EngineAvailability, type EngineName } from '@mediaconduit/sdk';
import type { Check } from './doctor-check';
import { checkTools, isAtLeast } from './doctor-tools';
import { escapeControls } from './escape-controls';

/** As `engines` in package.json says. */
const OLDEST_NODE = '20.19';
const OLDEST_DOCKER = '20.10';

/** Looks at everything that a run needs; starts no service and loads no provider's code. */
export async function checkMachine(runtime: Runtime, environment: NodeJS.ProcessEnv): Promise<Check[]> {
  const installed = runtime.providers.installed();
  return [
    checkNode(process.versions.node),
    ...(await checkTools(environment)),
    ...(await checkEngines(runtime)),
    checkHome(runtime.home),
    ...checkProviders(installed),
    ...installed.flatMap((provider) => checkKeys(provider, environment)),
  ].map((check) => ({ ...check, evidence: check.evidence.split('\n').map(escapeControls).join('\n') }));
}

/** For tests: a version other than this process's. */
export function checkNode(version: string): Check {
  const common = { id: 'runtime.node', group: 'runtime' } as const;
  const evidence = `Node.js ${version} on ${process.platform} ${process.arch}`;
  if (isAtLeast(version, OLDEST_NODE)) return { ...common, status: 'pass', evidence };
  return { ...common, status: 'fail', evidence, fix: `install Node.js ${OLDEST_NODE} or newer` };
}

/** One engine is enough: a missing Docker only matters where nothing else runs services. */
async function checkEngines({ engines }: Runtime): Promise<Check[]> {
  const names = engines.names.filter((name) => name !== 'remote');
  const found = await Promise.all(
    names.map(async (name) => ({ name, availability: await availabilityOf(engines, name) })),
  );
  const works = found.some(({ availability }) => availability.available);
  return found.map(({ name, availability }) => ({
    id: `engines.${name}`,
    group: 'engines',
    ...(availability.available
      ? checkVersion(name, availability.version)
      : { status: works ? 'warn' : 'fail', evidence: availability.reason, fix: availability.hint }),
  }));
}

function checkVersion(name: EngineName, version: string): Pick<Check, 'status' | 'evidence' | 'fix'> {
  if (name !== 'docker' || isAtLeast(version, OLDEST_DOCKER)) return { status: 'pass', evidence: version };
  const fix = `update Docker to ${OLDEST_DOCKER} or newer`;
  return { status: 'warn', evidence: `${version} is older than what we test with`, fix };
}

async function availabilityOf(engines: Runtime['engines'], name: EngineName): Promise<EngineAvailability> {
  const none: EngineAvailability = {
    available: false,
    reason: 'is not part of this runtime',
    hint: 'use another engine',
  };
  try {
    return (await (await engines.get(name))?.availability()) ?? none;
  } catch (thrown) {
    return { ...none, reason: messageOf(thrown) };
  }
}

function checkHome(home: string): Check {
  const common = { id: 'home.folder', group: 'home' } as const;
  const existing = nearestExisting(home);
  try {
    accessSync(existing, constants.W_OK);
    return { ...common, status: 'pass', evidence: existing === home ? home : `${home} (made when it is needed)` };
  } catch {
    const fix = 'set MEDIACONDUIT_HOME to a folder of your own';
    return { ...common, status: 'fail', evidence: `${existing} may not be written to`, fix };
  }
}

function nearestExisting(folder: string): string {
  return existsSync(folder) || dirname(folder) === folder ? folder : nearestExisting(dirname(folder));
}

function checkProviders(installed: readonly InstalledProvider[]): Check[] {
  if (installed.length === 0) {
    const fix = 'npm install @mediaconduit/cowsay-provider';
    return [{ id: 'providers.installed', group: 'providers', status: 'warn', evidence: 'none is installed here', fix }];
  }
  return installed.map((provider) => ({
    id: `providers.${provider.id}`,
    group: 'providers',
    ...checkProvider(provider),
  }));
}

function checkProvider(provider: InstalledProvider): Pick<Check, 'status' | 'evidence' | 'fix'> {
  const { isFetched, packageName, problem, version = '' } = provider;
  if (problem) return { status: 'fail', evidence: problem.message, fix: problem.hint };
  const evidence = `${packageName} ${version}`.trimEnd();
  if (isFetched) return { status: 'pass', evidence };
  return { status: 'warn', evidence: `${evidence} is not fetched yet`, fix: 'its first use fetches it' };
}

/** A missing key makes one provider useless, not the machine. */
function checkKeys({ id, manifest }: InstalledProvider, environment: NodeJS.ProcessEnv): Check[] {
  return Object.entries(manifest?.environment ?? {})
    .filter(([, { required }]) => required)
    .map(([name, { description }]) => ({
      id: `keys.${name}`,
      group: 'keys',
      ...(environment[name]
        ? { status: 'pass', evidence: `set, for ${id}` }
        : {
            status: 'warn',
            evidence: `not set, ${id} needs it${description ? `: ${description}` : ''}`,
            fix: `put ${name}=… into .env`,
          }),
    }));
}
