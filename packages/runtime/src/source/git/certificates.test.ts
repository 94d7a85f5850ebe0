import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from '@mediaconduit/testkit';
import { explainGitFailure } from './explain-git-failure';
import { childEnvironment } from './git-environment';
import { GIT_LIMITS } from './git-limits';
import type { GitTask } from './git-task';
import { createScratchRepository } from './scratch-repository';

const NAMES = ['GIT_SSL_CAINFO', 'SSL_CERT_FILE', 'CURL_CA_BUNDLE'];
const before = { ...process.env };
beforeEach(() => NAMES.forEach((name) => delete process.env[name]));
afterEach(() => void (process.env = { ...before }));

const taskIn = (scratch: string): GitTask => ({
  ...{
    kind: 'resolve',
    repository: 'github:o/r',
    url: 'https://github.com/o/r.git',
    protocol: 'https',
    scratch,
    ref: undefined,
  },
  ...{ limits: GIT_LIMITS, usesCredentials: false },
});

describe('certificates of a company', () => {
  it.each(NAMES)('are those that %s names', async (name) => {
    await using folder = await temporaryFolder();
    process.env[name] = '/company/ca "1".pem';
    await createScratchRepository(taskIn(folder.path));
    const config = await readFile(join(folder.path, 'repository', 'config'), 'utf8');
    expect(config).toContain('sslCAInfo = "/company/ca \\"1\\".pem"');
  });

  it('reach the process that calls git', () => {
    const environment = { GIT_SSL_CAINFO: '/a', GIT_SSL_CAPATH: '/b' };
    expect(childEnvironment({ ...environment, GIT_SSL_NO_VERIFY: '1' }, false)).toEqual(environment);
  });

  it('are asked for when a server is not trusted', () => {
    const printed = new Error(
      'fatal: unable to access: server certificate verification failed. CAfile: none CRLfile: none',
    );
    expect(explainGitFailure(taskIn('/x'), printed)).toMatchObject({
      code: 'MC_FETCH_FAILED',
      hint: expect.stringContaining('GIT_SSL_CAINFO'),
      retryable: false,
    });
  });
});
