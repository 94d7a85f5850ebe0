import { EventEmitter } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { messageOf } from '@mediaconduit/sdk';
import type { FileVerdict } from '../../config/config-manager';
import type { Variables } from '../../config/interpolate';
import { writeFileAtomic } from '../../config/write-file-atomic';
import { KeyedMutex } from '../../lock/keyed-mutex';
import { createRedactor } from '../../config/redactor';
import { secretsOf } from './mesh-secrets';
import { SECTION_NAMES, TOP_SETTINGS, type MeshConfig } from './mesh-settings';
import { invalidConfig, parseMeshFile } from './parse-mesh-file';
import { patchMeshFile, type MeshConfigPatch } from './patch-mesh-file';
import { resolveMeshConfig, type ResolvedMeshConfig } from './resolve-mesh-config';

/** Where a configuration comes from. */
export interface MeshConfigOptions {
  /** Absolute path in YAML or JSON; it need not exist. Default: none. */
  readonly file?: string;
  /** What `${VAR}` and the variables of settings are read from. */
  readonly variables: Variables;
}

/** What a configuration manager tells. */
export interface MeshConfigEvents {
  /** Names of the sections, and of settings of the mesh itself, that have other values now. */
  'config-changed': [{ readonly changed: readonly string[] }];
  /** A configuration was refused, or failed when it was applied; what was before is in force. */
  'config-rejected': [{ readonly error: unknown }];
  /** After a failure the configuration before could not be brought back either. */
  'restore-failed': [{ readonly error: unknown }];
}

/** The configuration without secrets, for people. */
export interface MeshConfigSummary {
  readonly configPath: string | undefined;
  readonly services: Readonly<Record<string, unknown>>;
  readonly validationErrors: readonly string[];
}

/** The configuration of a mesh: read, checked, changed while it is in use, and taken back when a change fails. */
export class MeshConfigManager {
  readonly events = new EventEmitter<MeshConfigEvents>();
  readonly #options: MeshConfigOptions;
  readonly #appliers = new Set<() => Promise<void>>();
  readonly #turns = new KeyedMutex();
  #text: string;
  #resolved: ResolvedMeshConfig;

  /** Reads the file. What is wrong in it is told by {@link validateConfig}; until then defaults stand in. */
  constructor(options: MeshConfigOptions) {
    this.#options = options;
    this.#text = this.#readText();
    this.#resolved = this.#tolerant(this.#text);
  }

  get file(): string | undefined {
    return this.#options.file;
  }

  /** What is in force. */
  getConfig(): MeshConfig {
    return this.#resolved.config;
  }

  /** Everything that is wrong with what is in force, or with another source; empty when nothing is. */
  validateConfig(source?: unknown): string[] {
    if (source === undefined) return [...this.#resolved.problems];
    return [...resolveMeshConfig(source, this.#options.variables).problems];
  }

  getConfigSummary(): MeshConfigSummary {
    const config = this.getConfig();
    const redact = createRedactor(() => secretsOf(config));
    const services = Object.fromEntries(SECTION_NAMES.map((name) => [name, config[name]]));
    return { configPath: this.file, services: redact(services), validationErrors: this.validateConfig() };
  }

  /** `apply` is called after each change and makes the program as {@link getConfig} says; what it throws takes the change back. */
  onChange(apply: () => Promise<void>): () => void {
    this.#appliers.add(apply);
    return () => this.#appliers.delete(apply);
  }

  /**
   * Changes single values, in the file too when there is one. Resolves to the names of what has another value now.
   * @throws `MC_CONFIG_INVALID`, and whatever a component fails with; everything is as before then.
   */
  update(patch: MeshConfigPatch): Promise<readonly string[]> {
    return this.#turns.run('change', async () => {
      const text = patchMeshFile(this.#text, patch);
      const { file } = this;
      return this.#change(text, async () => {
        if (file !== undefined && existsSync(file)) await writeFileAtomic(file, text);
      });
    });
  }

  /** Takes over what the file says now. @throws as {@link update}. */
  reload(): Promise<readonly string[]> {
    return this.#turns.run('change', async () => this.#change(this.#readText(), async () => undefined));
  }

  /** Takes a text that a watcher found; one that is wrong may be half written and is only refused when it is `final`. */
  takeFile(text: string, final: boolean): Promise<FileVerdict> {
    return this.#turns.run('change', async () => {
      if (text === this.#text || text !== this.#readText()) return 'same'; // or read before an update wrote another
      if (!final && this.#tolerant(text).problems.length > 0) return 'unreadable';
      return this.#change(text, async () => undefined).then(
        () => 'applied',
        () => 'rejected',
      );
    });
  }

  async #change(text: string, keep: () => Promise<void>): Promise<readonly string[]> {
    const before = { text: this.#text, resolved: this.#resolved };
    try {
      const resolved = resolveMeshConfig(parseMeshFile(text, this.file ?? 'the patch'), this.#options.variables);
      if (resolved.problems.length > 0) throw invalidConfig(this.file, resolved.problems);
      const changed = differences(before.resolved.config, resolved.config);
      await this.#apply(resolved, changed, before.resolved);
      await keep().catch(async (error: unknown) => {
        await this.#apply(before.resolved, changed, before.resolved);
        throw error;
      });
      this.#text = text;
      if (changed.length > 0) this.events.emit('config-changed', { changed });
      return changed;
    } catch (error) {
      this.events.emit('config-rejected', { error });
      throw error;
    }
  }

  async #apply(next: ResolvedMeshConfig, changed: readonly string[], before: ResolvedMeshConfig): Promise<void> {
    this.#resolved = next;
    if (changed.length === 0) return;
    try {
      for (const apply of this.#appliers) await apply();
    } catch (error) {
      this.#resolved = before;
      for (const apply of this.#appliers)
        await apply().catch((failure: unknown) => this.events.emit('restore-failed', { error: failure }));
      throw error;
    }
  }

  #readText(): string {
    const { file } = this.#options;
    return file !== undefined && existsSync(file) ? readFileSync(file, 'utf8') : '';
  }

  #tolerant(text: string): ResolvedMeshConfig {
    try {
      return resolveMeshConfig(parseMeshFile(text, this.file ?? ''), this.#options.variables);
    } catch (error) {
      const { config, problems } = resolveMeshConfig({}, this.#options.variables);
      return { config, problems: [messageOf(error), ...problems] };
    }
  }
}

function differences(before: MeshConfig, after: MeshConfig): string[] {
  const names = [...SECTION_NAMES, ...Object.keys(TOP_SETTINGS)] as (keyof MeshConfig)[];
  return names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
}
