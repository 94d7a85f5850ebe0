import type { PlannedContainer, PlannedModel, PlannedSource } from '@mediaconduit/runtime';
import { planLines } from './plan-lines';

const container = (more: Partial<PlannedContainer>): PlannedContainer => ({ name: 'cow', ports: [], ...more });

function plan(containers: readonly PlannedContainer[], downloads?: readonly PlannedModel[]): string {
  const one: PlannedSource = {
    ...{ identifier: 'npm:cow', namedBy: ['you'], state: 'installed', environment: [], scripts: [] },
    provider: { id: 'cow', capabilities: ['text-to-text'], models: 2, downloads, isolation: 'none' },
    service: { id: 'cow-service', engine: 'docker', containers, needsGpu: false },
  };
  return planLines(one, Infinity);
}

describe('the sizes in a plan', () => {
  it.each<[string, Partial<PlannedContainer>, string]>([
    ['is here', { image: 'cow:1', imageSize: { sizeBytes: 209e6, isHere: true } }, 'image cow:1 (here, 209 MB)'],
    ['is not', { image: 'cow:1', imageSize: { sizeBytes: 43e6, isHere: false } }, 'image cow:1 (download of 43.0 MB)'],
    ['nobody knows', { image: 'cow:1' }, 'image cow:1 (size unknown)'],
    ['is built', { build: 'Dockerfile' }, 'built from Dockerfile (size unknown)'],
  ])('tell of an image that %s', (_what, more, text) => {
    expect(plan([container(more)])).toContain(`cow: ${text}\n`);
  });

  it('tell of models what their manifest says, and plainly what it does not say', () => {
    const models = [{ id: 'calf', sizeBytes: 78e6 }, { id: 'bull' }];
    expect(plan([], models)).toMatch(/ first use +downloads the model: calf 78\.0 MB, bull of unknown size\n/);
    expect(plan([])).not.toContain('first use');
  });
});
