import type { PlannedContainer, PlannedSource } from '@mediaconduit/runtime';
import { planSummary } from './plan-summary';

const source = (more: Partial<PlannedSource> = {}): PlannedSource => ({
  ...{ identifier: 'npm:cow', namedBy: ['you'], state: 'installed', environment: [], scripts: [] },
  ...more,
});

const withImages = (...containers: readonly Partial<PlannedContainer>[]): PlannedSource =>
  source({
    service: {
      ...{ id: 'cow-service', needsGpu: false },
      containers: containers.map((one, at) => ({ name: String(at), ports: [], ...one })),
    },
  });

const ABSENT = { image: 'a', imageSize: { sizeBytes: 4e6, isHere: false } };

describe('planSummary', () => {
  it.each<[readonly PlannedSource[], string]>([
    [[source()], 'nothing to download'],
    [[source({ state: undefined })], 'not known what to download'],
    [[source({ download: { packages: 3, sizeBytes: 3e6, sized: 3 } })], '3 packages to download, 3.00 MB unpacked'],
    [
      [source({ download: { packages: 2, sizeBytes: 1e3, sized: 1 } })],
      '2 packages to download, at least 1.00 kB unpacked',
    ],
    [[source({ download: { packages: 1, sizeBytes: 0, sized: 0 } })], '1 package to download'],
    [
      [withImages({ image: 'a', imageSize: { sizeBytes: 1, isHere: true } }, { build: 'Dockerfile' })],
      'nothing to download',
    ],
    [[withImages(ABSENT), withImages(ABSENT)], '1 image to pull, 4.00 MB'],
    [[withImages(ABSENT, { image: 'b' })], '2 images to pull, at least 4.00 MB'],
  ])('says what comes: %#', (packages, words) => {
    expect(planSummary(packages)).toBe(`${words}; nothing was done`);
  });
});
