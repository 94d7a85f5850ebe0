import { EventEmitter } from 'node:events';
import { KeyedMutex } from '../lock/keyed-mutex';
import { readStackText } from '../stack-file/read-stack-text';
import { applyPatch, type ConfigPatch } from './apply-patch';
import { conflictError, noGenerationError } from './config-errors';
import { hashOf, type ConfigStore } from './config-store';
import { diffStacks, isSame, type StackDifference } from './diff-stacks';
import type { Generation } from './generation';
import type { ResolvedStack, StackInputs } from './resolved-stack';

/** What a configuration manager is made from. */
export interface ConfigManagerOptions {
  /** Absolute path of the stack file. */
  readonly file: string;
  readonly store: ConfigStore;
  /** Parses and resolves the text of a stack file; the inputs are missing when nobody ever gave any. */
  readonly resolve: (text: string, inputs?: StackInputs) => Promise<ResolvedStack>;
  /** Makes a stack the running one, only changing what differs; a second time with the same stack changes nothing. */
  readonly apply: (stack: ResolvedStack) => Promise<void>;
}

/** The configuration in force. */
export interface AppliedConfig extends Generation {
  /** For `ifMatch`. */
  readonly etag: string;
  readonly stack: ResolvedStack;
}

/** What an update did. */
export interface ConfigUpdate extends AppliedConfig {
  readonly difference: StackDifference;
}

/** How an update is made. */
export interface UpdateOptions {
  /** The etag that the caller has seen; another one now is a conflict. Default: whatever is in force. */
  readonly ifMatch?: string;
  /** Who brings it. Default `api`. */
  readonly source?: string;
  /** The text is what the stack file holds now. Default false. */
  readonly isFile?: boolean;
  /** Default: those of the stack in force. */
  readonly inputs?: StackInputs;
}

/** What became of a text that was found in the stack file. */
export type FileVerdict = 'applied' | 'same' | 'unreadable' | 'rejected';

/** What a configuration manager tells. */
export interface ConfigEvents {
  /** Also when, after one that was refused, the text in force is back in the stack file. */
  applied: [update: ConfigUpdate];
  /** A text was refused, or failed when it was applied; what ran before runs. */
  rejected: [{ readonly source: string; readonly error: unknown }];
  /** After a failure the stack before could not be brought back either. */
  'restore-failed': [error: unknown];
}

interface Candidate {
  readonly text: string;
  readonly source: string;
  /** See {@link Generation.seen}. */
  readonly seen?: string;
  readonly inputs?: StackInputs;
}

/**
 * Changes a running stack by its file and by calls, one change after the other: each is read, compared and applied, and
 * only then written down as the configuration in force. Whatever fails leaves the one before, running and on disk.
 */
export class ConfigManager {
  readonly events = new EventEmitter<ConfigEvents>();
  readonly #turns = new KeyedMutex();
  #applied: AppliedConfig | undefined;
  /** Whether the last text that was offered was refused. */
  #refused = false;

  constructor(private readonly options: ConfigManagerOptions) {}

  /** The configuration in force; `undefined` before {@link open}. */
  get applied(): AppliedConfig | undefined {
    return this.#applied;
  }

  /**
   * Applies the stack file when it was edited since the configuration that was last in force, else, or when it fails,
   * that one.
   * @throws what is wrong with the file when there is nothing to go back to.
   */
  open(inputs?: StackInputs): Promise<AppliedConfig> {
    return this.#inTurn(async () => {
      const saved = await this.options.store.current();
      const last = saved && (await settled(this.#resolved(saved, inputs)));
      const lastGood = last?.ok ? last.value : undefined;
      const update = await settled(this.#openFile(saved?.seen, inputs, lastGood?.stack));
      if (update.ok && update.value) return update.value;
      if (!update.ok && !lastGood) throw update.error;
      if (last?.ok === false) throw last.error;
      return this.#resume(lastGood);
    });
  }

  /**
   * Takes a whole new text, or a patch of the one in force. The stack file is left as it is.
   * @throws `MC_CONFIG_CONFLICT`, what is wrong with the text, and what it fails with when it is applied; nothing has
   * changed then.
   */
  update(change: string | ConfigPatch, options: UpdateOptions = {}): Promise<ConfigUpdate> {
    const { ifMatch, inputs, isFile, source = 'api' } = options;
    return this.#inTurn(async () => {
      const now = this.#applied;
      if (ifMatch !== undefined && ifMatch !== now?.etag) throw conflictError(ifMatch, now?.etag);
      const text = typeof change === 'string' ? change : applyPatch(now?.text ?? '', change);
      return this.#change({ text, source, seen: isFile ? hashOf(text) : now?.seen, inputs }, now);
    });
  }

  /**
   * Brings back an earlier configuration, as a new generation. Default: the one before.
   * @throws as {@link update}; `MC_CONFIG_INVALID` when there is no such generation any more.
   */
  rollback(seq?: number): Promise<ConfigUpdate> {
    return this.#inTurn(async () => {
      const now = this.#applied;
      const kept = await this.options.store.list();
      const wanted = kept.find((one) => (seq === undefined ? one.text !== now?.text : one.seq === seq));
      if (!wanted) throw noGenerationError(seq, kept);
      return this.#change({ text: wanted.text, source: `rollback to ${wanted.seq}`, seen: now?.seen }, now);
    });
  }

  /**
   * Takes what the stack file now holds. A text that cannot be read may be half written: it is only refused when it is
   * `final`. Does not throw: see {@link events}.
   */
  takeFile(text: string, final: boolean): Promise<FileVerdict> {
    return this.#inTurn(async () => {
      const now = this.#applied;
      const seen = hashOf(text);
      if (now && seen === now.seen) {
        if (this.#refused) this.#tellApplied({ ...now, difference: diffStacks(now.stack, now.stack) });
        return 'same';
      }
      if (!final && !(await settled(this.options.resolve(text, now?.stack.inputs))).ok) return 'unreadable';
      const update = await settled(this.#change({ text, source: 'file', seen }, now));
      return update.ok ? 'applied' : 'rejected';
    });
  }

  #inTurn<T>(task: () => Promise<T>): Promise<T> {
    return this.#turns.run('change', task);
  }

  /** `undefined` when the file is as it was when somebody last looked at it. */
  async #openFile(
    seen: string | undefined,
    inputs: StackInputs | undefined,
    restoreTo: ResolvedStack | undefined,
  ): Promise<ConfigUpdate | undefined> {
    const text = await readStackText(this.options.file);
    const hash = hashOf(text);
    return hash === seen ? undefined : this.#change({ text, source: 'file', seen: hash, inputs }, undefined, restoreTo);
  }

  async #resume(config: AppliedConfig | undefined): Promise<AppliedConfig> {
    if (!config) throw noGenerationError();
    await this.options.apply(config.stack);
    this.#applied = config;
    return config;
  }

  async #change(candidate: Candidate, now?: AppliedConfig, restoreTo = now?.stack): Promise<ConfigUpdate> {
    const update = await settled(this.#tryChange(candidate, now, restoreTo));
    if (update.ok) {
      this.#applied = update.value;
      this.#tellApplied(update.value);
      return update.value;
    }
    const { error } = update;
    this.#refused = true;
    await settled(this.options.store.reject({ text: candidate.text, source: candidate.source, error })); // if it has room
    this.events.emit('rejected', { source: candidate.source, error });
    throw error;
  }

  #tellApplied(update: ConfigUpdate): void {
    this.#refused = false;
    this.events.emit('applied', update);
  }

  async #tryChange(candidate: Candidate, now?: AppliedConfig, restoreTo?: ResolvedStack): Promise<ConfigUpdate> {
    const stack = await this.options.resolve(candidate.text, candidate.inputs ?? now?.stack.inputs);
    const difference = diffStacks(now?.stack, stack);
    try {
      if (!now || !isSame(difference)) await this.options.apply(stack);
      const generation = await this.#commit(candidate, now);
      return { ...generation, etag: generation.sha256, stack, difference };
    } catch (error) {
      const restored = await settled(this.options.apply(restoreTo ?? { ...stack, services: [] }));
      if (!restored.ok) this.events.emit('restore-failed', restored.error);
      throw error;
    }
  }

  async #commit(candidate: Candidate, now?: AppliedConfig): Promise<Generation> {
    const isKnown = now !== undefined && now.text === candidate.text && now.seen === candidate.seen;
    return isKnown ? now : this.options.store.commit(candidate);
  }

  async #resolved(generation: Generation, inputs?: StackInputs): Promise<AppliedConfig> {
    return { ...generation, etag: generation.sha256, stack: await this.options.resolve(generation.text, inputs) };
  }
}

type Settled<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown };

function settled<T>(promise: Promise<T>): Promise<Settled<T>> {
  return promise.then(
    (value) => ({ ok: true, value }),
    (error: unknown) => ({ ok: false, error }),
  );
}
