import { satisfies } from 'semver';
import { pythonCommands } from './python-commands';
import { noPythonError, noVenvModuleError, wrongPythonError } from './python-errors';
import type { ToolRunner } from './tool-runner';

/** Prints version, real path, and whether it can make environments. */
const PROBE = [
  'import importlib.util as u, json, os, sys',
  'base = os.path.realpath(getattr(sys, "_base_executable", None) or sys.executable)',
  'can = all(u.find_spec(name) for name in ("venv", "ensurepip"))',
  'print(json.dumps({"version": ".".join(map(str, sys.version_info[:3])), "file": base, "canMakeVenv": can}))',
].join('\n');

/** A Python of this machine. */
export interface Python {
  /** argv that runs it. */
  readonly command: readonly string[];
  readonly version: string;
  /** The interpreter itself, whatever links lead to it. */
  readonly file: string;
  /** False where the system has put `venv` or `ensurepip` into a package of its own. */
  readonly canMakeVenv: boolean;
}

/** Which Python is looked for, and how. */
export interface PythonSearch {
  readonly serviceId: string;
  /** Range of versions; any when absent. */
  readonly wanted: string | undefined;
  readonly environment: Readonly<Record<string, string>>;
  readonly platform: NodeJS.Platform;
  /** Where the interpreters run: none may read a file of a service. */
  readonly folder: string;
  readonly signal: AbortSignal;
}

/**
 * The first Python of the PATH that has a wanted version and can make environments.
 * @throws `MC_ENGINE_UNAVAILABLE` with what was found and what to install.
 */
export async function findPython(tools: ToolRunner, search: PythonSearch): Promise<Python> {
  const found: Python[] = [];
  for (const command of pythonCommands(search)) {
    const python = await probe(tools, command, search);
    if (!python) continue;
    found.push(python);
    if (python.canMakeVenv && isWanted(python, search.wanted)) return python;
  }
  const [first] = found;
  const { serviceId, wanted } = search;
  if (!first) throw noPythonError(serviceId, wanted);
  const fitting = found.find((python) => isWanted(python, wanted));
  throw fitting ? noVenvModuleError(serviceId, fitting) : wrongPythonError(serviceId, wanted ?? '', found);
}

function isWanted({ version }: Python, wanted: string | undefined): boolean {
  return wanted === undefined || satisfies(version, wanted);
}

/** `undefined` for a program that is no Python 3, such as the one of Windows that only opens a shop. */
async function probe(
  tools: ToolRunner,
  command: readonly string[],
  { environment, folder, signal }: PythonSearch,
): Promise<Python | undefined> {
  try {
    const { exitCode, output } = await tools.run({
      argv: [...command, '-I', '-c', PROBE],
      environment,
      folder,
      signal,
    });
    const { canMakeVenv, file, version } = JSON.parse(output.tail(1).join('')) as Record<string, unknown>;
    if (exitCode !== 0 || typeof file !== 'string' || typeof version !== 'string') return undefined;
    return { command, file, version, canMakeVenv: canMakeVenv === true };
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
}
