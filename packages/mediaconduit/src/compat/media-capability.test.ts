import { CAPABILITIES } from '@mediaconduit/sdk';
import { JobStatus, MediaCapability, ProviderType } from './index';

describe('MediaCapability', () => {
  it('has the names of the original core, for every capability there is', () => {
    expect(MediaCapability).toMatchObject({ TEXT_TO_TEXT: 'text-to-text', IMAGE_TO_3D: 'image-to-3d' });
    expect(Object.values(MediaCapability)).toEqual([...CAPABILITIES]);
  });
});

describe('ProviderType', () => {
  it('is what manifests say', () => {
    expect(ProviderType).toEqual({ LOCAL: 'local', REMOTE: 'remote' });
  });
});

describe('JobStatus', () => {
  it('has the states of the original core', () => {
    expect(Object.values(JobStatus)).toEqual(['pending', 'running', 'completed', 'failed', 'cancelled']);
  });
});
