import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { publishEnvironment } from './publish.mjs';

const JOB = { GITHUB_ACTIONS: 'true', ACTIONS_ID_TOKEN_REQUEST_URL: 'https://x', ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'y' };

describe('publishEnvironment', () => {
  it('asks for provenance where a job can give it', () => {
    assert.deepEqual(publishEnvironment(JOB), { npm_config_provenance: 'true' });
    assert.deepEqual(publishEnvironment({ GITLAB_CI: 'true', SIGSTORE_ID_TOKEN: 'z' }), {
      npm_config_provenance: 'true',
    });
  });

  it('asks for none elsewhere, where npm would refuse to publish', () => {
    assert.deepEqual(publishEnvironment({}), {});
    assert.deepEqual(publishEnvironment({ GITHUB_ACTIONS: 'true' }), {});
  });
});
