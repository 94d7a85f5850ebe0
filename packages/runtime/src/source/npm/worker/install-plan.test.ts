import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeTarball } from '@mediaconduit/testkit';
import { CachedTarballs, hashOf } from '../__fixtures__/cached-tarballs';
import { installPlan } from './install-plan';
import type { PlannedPackage } from './plan-dependencies';

async function cachedPackage(name: string, world: CachedTarballs): Promise<PlannedPackage> {
  const bytes = makeTarball({ 'package.json': JSON.stringify({ name, version: '1.0.0' }) });
  await world.keep(bytes);
  const path = `node_modules/${name}`;
  return { path, name, version: '1.0.0', integrity: hashOf(bytes), resolved: `http://127.0.0.1:9/${name}.tgz` };
}

describe('installPlan', () => {
  it('hears what happens while it installs what is cached', async () => {
    using world = new CachedTarballs();
    const folder = mkdtempSync(join(tmpdir(), 'mc-plan-'));
    try {
      const names = Array.from({ length: 40 }, (_, index) => `part-${index}`);
      const plan = await Promise.all(names.map((name) => cachedPackage(name, world)));
      const installed: string[] = [];
      let installedWhenHeard = names.length;
      setImmediate(() => (installedWhenHeard = installed.length));
      const onPackage = (label: string): void => void installed.push(label);
      await installPlan(plan, { folder, source: world.source(), settings: world.settings(), onPackage });
      expect(installed).toHaveLength(names.length);
      expect(installedWhenHeard).toBeLessThan(names.length);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
