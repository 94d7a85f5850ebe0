import { anySignal } from '@mediaconduit/sdk';
import type { BundleOptions, BundleReport } from '../../bundle/create-bundle';
import type { InstallOptions, InstallReport } from '../../bundle/install-bundle';
import { loadBundler, loadInstaller } from './load-parts';
import type { StoredPackages } from './stored-packages';
import type { StoredPackagesParts } from './stored-packages-parts';

/** The packages of a project as files for machines without a network. */
export class PackageBundles {
  readonly #working = new Set<Promise<unknown>>();

  constructor(
    private readonly packages: StoredPackages,
    private readonly parts: () => StoredPackagesParts,
    private readonly ended: AbortSignal,
  ) {}

  /**
   * Writes packages of the lock file, with all that they depend on and the services that they name, into one file for
   * machines without a network. What is not stored is fetched, as `open` does.
   * @throws `MC_NOT_LOCKED`, `MC_NO_SPACE`, `MC_FILE_WRITE_FAILED`, what fetching throws, and what engines throw.
   */
  bundle(options: BundleOptions): Promise<BundleReport> {
    const parts = { engines: this.parts().engines, packages: this.packages };
    return this.#during(options.signal, (signal) => loadBundler().createBundle(options, { ...parts, signal }));
  }

  /**
   * Takes in what {@link bundle} has written: into the store, the engine, and last of all the lock file. The store and the
   * lock file are as they were when anything in it is not what it says.
   * @throws `MC_BUNDLE_INVALID`, `MC_INTEGRITY`, `MC_ARCHIVE_UNSAFE`, `MC_LOCK_CONFLICT`, `MC_PLATFORM_MISMATCH`,
   * `MC_NOT_LOCKED`, `MC_NO_SPACE`, `MC_CONFIRMATION_NEEDED`, and what engines throw.
   */
  installBundle(file: string, options: InstallOptions = {}): Promise<InstallReport> {
    return this.#during(options.signal, (signal) =>
      new (loadInstaller().BundleInstaller)(file, options, { ...this.parts(), signal }).install(),
    );
  }

  /** When nothing is under way any more. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#working);
  }

  /** Ends with the runtime, which waits for it. */
  async #during<T>(caller: AbortSignal | undefined, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const signal = anySignal([this.ended, ...(caller ? [caller] : [])]);
    signal.throwIfAborted();
    const running = work(signal);
    this.#working.add(running);
    return running.finally(() => this.#working.delete(running));
  }
}
