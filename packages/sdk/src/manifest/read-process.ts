import type { ProcessDefinition, ProcessPort, PythonDefinition } from '../service/service-definition';
import type { ManifestNode } from './manifest-node';
import { readEnvironment } from './read-environment';
import { readManifestPath } from './read-manifest-path';

/**
 * How the service runs as a child process on `platform`: the overrides of that platform replace command, port, packages
 * and programs and add to the environment and to what is inherited. `undefined` without a command for the platform.
 */
export function readProcess(node: ManifestNode, platform: NodeJS.Platform): ProcessDefinition | undefined {
  if (!node.exists) return undefined;
  checkCommand(node);
  checkPython(node);
  const own = node.at('platforms', platform);
  const command = own.at('command').exists ? own.at('command').texts : node.at('command').texts;
  const port = readPort(own.at('port')) ?? readPort(node.at('port')) ?? 'fd';
  const environment = { ...readEnvironment(node.at('environment')), ...readEnvironment(own.at('environment')) };
  const python = readPython(own.at('python')) ?? readPython(node.at('python'));
  const programs = own.at('programs').exists ? readPrograms(own.at('programs')) : readPrograms(node.at('programs'));
  const inherited = [...node.at('inherit').texts, ...own.at('inherit').texts];
  const inherit = inherited.length > 0 ? inherited : undefined;
  const localFiles = own.at('localFiles').boolean ?? node.at('localFiles').boolean;
  if (command.length === 0) return undefined;
  const packages = isPython(command) ? python : undefined;
  return { command, port, environment, inherit, localFiles, programs, python: packages };
}

function readPrograms(node: ManifestNode): Record<string, string> | undefined {
  return node.exists ? Object.fromEntries(node.entries.map(([name, how]) => [name, how.text ?? ''])) : undefined;
}

function isPython([program]: readonly string[]): boolean {
  return program === 'python' || program === 'python3';
}

function readPython(node: ManifestNode): PythonDefinition | undefined {
  const lock = node.at('lock').text;
  return lock === undefined ? undefined : { lock, version: node.at('version').text };
}

/** Looks at every platform: a path may leave the folder, and packages that no command uses are a mistake. */
function checkPython(node: ManifestNode): void {
  const places = [node, ...node.at('platforms').entries.map(([, platform]) => platform)];
  for (const place of places) readManifestPath(place.at('python', 'lock'));
  if (places.some((place) => isPython(place.at('command').texts))) return;
  places
    .find((place) => place.at('python').exists)
    ?.at('python')
    .problem('there are Python packages, but no command that uses them', {
      hint: 'begin "process.command" with python: [python, -m, app]',
    });
}

/** Says on every platform that a command is missing, not only where it is. */
function checkCommand(node: ManifestNode): void {
  const platforms = node.at('platforms').entries.map(([, platform]) => platform);
  for (const place of [node, ...platforms]) checkLogPattern(place.at('port', 'log'));
  if (node.at('command').exists || platforms.some((platform) => platform.at('command').exists)) return;
  node.problem('"process.command" is missing', { hint: 'add "command", such as [node, dist/server.cjs]' });
}

function readPort(node: ManifestNode): ProcessPort | undefined {
  if (node.text === 'fd' || node.text === 'ipc') return node.text;
  const log = node.at('log').text;
  return log === undefined ? undefined : { env: node.at('env').text, value: node.at('value').text, log };
}

function checkLogPattern(node: ManifestNode): void {
  const pattern = node.text;
  if (pattern === undefined) return;
  try {
    // an alternative that matches nothing shows how many groups there are
    const groups = new RegExp(`${pattern}|`).exec('')?.length ?? 0;
    if (groups < 2)
      node.problem('the pattern for the log has no group for the port', { hint: "such as 'Listening on \\S+:(\\d+)'" });
  } catch (thrown) {
    node.problem(`the pattern for the log is no regular expression: ${String(thrown)}`, {
      hint: 'put it in single quotes',
    });
  }
}
