import { findExecutable, type ExecutableSearch } from '../find-executable';

/** Newer or older versions may be installed beside the one that `python3` is. */
const MINOR_VERSIONS = [14, 13, 12, 11, 10, 9, 8];

const POSIX_COMMANDS = ['python3', 'python', ...MINOR_VERSIONS.map((minor) => `python3.${minor}`)].map((name) => [
  name,
]);
const WINDOWS_COMMANDS = [['python3'], ['python'], ['py', '-3']];

/** argv of every program of the PATH that may be a Python 3, the usual one first. Nothing is run. */
export function pythonCommands({ environment, platform }: Omit<ExecutableSearch, 'folder'>): string[][] {
  const commands = platform === 'win32' ? WINDOWS_COMMANDS : POSIX_COMMANDS;
  return commands.flatMap(([name = '', ...args]) => {
    const program = findExecutable(name, { folder: '/', environment, platform });
    return program === undefined ? [] : [[program, ...args]];
  });
}
