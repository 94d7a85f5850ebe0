import type { Provider } from '@mediaconduit/sdk';
import type { RefusedProvider } from './choice/provider-choice';
import type { ProviderEntry } from './refresh/provider-entries';
import { entryOfRegistered, type Registrable } from './registrable';

/** Providers that a program has made by hand, by id. */
export class RegisteredProviders {
  readonly #registered = new Map<string, Registrable>();

  get ids(): readonly string[] {
    return [...this.#registered.keys()];
  }

  /** Those that were registered as instances. */
  get instances(): readonly Provider[] {
    return [...this.#registered.values()].filter((one) => typeof one === 'object');
  }

  add(id: string, provider: Registrable): void {
    this.#registered.set(id, provider);
  }

  has(id: string): boolean {
    return this.#registered.has(id);
  }

  clear(): void {
    this.#registered.clear();
  }

  /** A class or factory runs now, not before. */
  make(id: string): ProviderEntry | undefined {
    const registrable = this.#registered.get(id);
    return registrable && entryOfRegistered(id, registrable);
  }

  /** What classes and factories would offer is not known before they run. */
  notMade(isMade: (id: string) => boolean): RefusedProvider[] {
    const ids = [...this.#registered].flatMap(([id, made]) => (typeof made === 'function' ? [id] : []));
    const message = 'was registered as a class or function that has not run: call getProvider() first';
    return ids.filter((id) => !isMade(id)).map((id) => ({ id, reason: 'not-made', message: `${id} ${message}` }));
  }
}
