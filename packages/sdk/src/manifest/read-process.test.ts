import { isMediaConduitError } from '../error/mediaconduit-error';
import { parseServiceDefinition } from './parse-service-definition';

const FILE = '/p/file.yml';

describe('readProcess', () => {
  it.each([
    [
      'Python packages outside',
      'id: a\nprocess: { command: [python], python: { lock: ../other.lock } }',
      '2:47 the path "../other.lock" leaves the folder',
      '',
    ],
    [
      'Python packages for no Python',
      'id: a\nprocess: { command: [node], python: { lock: a.lock } }',
      '2:37 there are Python packages, but no command that uses them',
      '[python, -m, app]',
    ],
    [
      'Python packages without a lock',
      'id: a\nprocess: { command: [python], python: { version: 3.9 } }',
      '2:39 "process.python.lock" is missing',
      'add "lock"',
    ],
    [
      'versions of Python with a comma',
      'id: a\nprocess: { command: [python], python: { lock: a.lock, version: ">=3.9,<4" } }',
      '2:64 "process.python.version" has a form that is not taken: ">=3.9,<4"',
      '>=3.9 <3.14',
    ],
  ])('refuses %s', (_what, text, message, hint) => {
    let failure: unknown;
    try {
      parseServiceDefinition(text, { file: FILE });
    } catch (thrown) {
      failure = thrown;
    }
    expect(isMediaConduitError(failure, 'MC_MANIFEST_INVALID')).toBe(true);
    expect(failure).toMatchObject({
      message: expect.stringContaining(`${FILE}:${message}`),
      hint: expect.stringContaining(hint),
    });
  });
});
