import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NetworkMeter } from '../worker/network-meter';
import { loadCache, type NpmOptions } from '../worker/npm-libraries';
import type { NpmSettings } from '../worker/npm-settings';
import { StallWatch } from '../worker/stall-watch';
import { TarballSource } from '../worker/tarball-source';

/** A cache of npm, and nothing else that tarballs could come from. */
export class CachedTarballs implements Disposable {
  readonly cache = mkdtempSync(join(tmpdir(), 'mc-npm-cache-'));
  /** For what is large. */
  readonly spoolFolder = mkdtempSync(join(tmpdir(), 'mc-spool-'));

  settings(more: NpmOptions = {}): NpmSettings {
    const options = { registry: 'http://127.0.0.1:9/', offline: true, ...more };
    return { options, cache: this.cache, publicHost: '127.0.0.1', readAt: 0, isAgeOfNpm: true, secrets: [] };
  }

  source(more?: NpmOptions): TarballSource {
    const watch = new StallWatch(new NetworkMeter(), { stallMs: 1000, retries: 0 });
    return new TarballSource(this.settings(more), watch, this.spoolFolder);
  }

  /** As npm keeps what has this hash. */
  async keep(bytes: Buffer, integrity = hashOf(bytes)): Promise<void> {
    const algorithms = integrity.split('-', 1);
    const entry = loadCache().put.stream(this.cache, integrity, { integrity, algorithms });
    entry.end(bytes);
    await entry.promise();
  }

  [Symbol.dispose](): void {
    for (const folder of [this.cache, this.spoolFolder]) rmSync(folder, { recursive: true, force: true });
  }
}

/** As lock files write it. */
export function hashOf(bytes: Buffer, name = 'sha512'): string {
  return `${name}-${createHash(name).update(bytes).digest('base64')}`;
}
