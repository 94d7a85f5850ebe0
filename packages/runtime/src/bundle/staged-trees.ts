import { constants, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { chmod, copyFile, open } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { MediaConduitError } from '@mediaconduit/sdk';
import { SMALL_BYTES } from '../store/hash-file';
import { createPace, type Pace } from '../store/pace';
import { inStore } from '../store/store-errors';
import type { HeldTrees } from '../source/stored/held-trees';
import type { Staging } from '../store/stored-tree';
import type { TreeEntry } from '../store/tree-index';
import type { TreeContent } from './tree-contents';

type Trees = ReadonlyMap<string, readonly TreeEntry[]>;

/** Trees that are being made of contents, in the temporary folder of the store; nothing is left of those that are not published. */
export class StagedTrees implements AsyncDisposable {
  readonly #staged = new Map<string, Staging>();
  readonly #pace: Pace = createPace();

  private constructor(
    private readonly held: HeldTrees,
    private readonly trees: Trees,
    /** For errors. */
    private readonly place: string,
  ) {}

  /** Makes the folders. */
  static async create(held: HeldTrees, trees: Trees, place: string): Promise<StagedTrees> {
    const made = new StagedTrees(held, trees, place);
    try {
      await made.#makeFolders();
      return made;
    } catch (error) {
      await made[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** `undefined` for a tree that is not made here. */
  folderOf(hash: string): string | undefined {
    return this.#staged.get(hash)?.folder;
  }

  /** Writes a content to all its places. What is wrong with it is seen at the end, before anything is published. */
  async put({ places, sizeBytes }: TreeContent, bytes: AsyncIterable<Uint8Array>): Promise<void> {
    const targets = places.flatMap(({ isExecutable, path, tree }) => {
      const folder = this.folderOf(tree);
      return folder === undefined ? [] : [{ file: join(folder, path), mode: isExecutable ? 0o700 : 0o600 }];
    });
    const [first, ...others] = targets;
    if (!first) return;
    if (sizeBytes <= SMALL_BYTES) await this.#writeSmall(targets, await buffer(bytes));
    else {
      await this.#writeLarge(first, bytes);
      for (const other of others) await inStore(this.place, () => copyTo(other, first.file));
    }
    await this.#pace();
  }

  /** Stores and holds them; each is what its hash says. */
  async publish(): Promise<void> {
    await this.#write(() => this.#makeLinks());
    for (const [hash, staging] of this.#staged) {
      const { hash: found } = await this.held.publish(staging);
      if (found !== hash) throw differs(hash, found);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const staging of this.#staged.values()) await staging[Symbol.asyncDispose]();
  }

  async #makeFolders(): Promise<void> {
    for (const [hash, entries] of this.trees) {
      const staging = await this.held.store.stage();
      this.#staged.set(hash, staging);
      for (const { kind, path } of entries) {
        if (kind === 'folder') await this.#write(() => mkdirSync(join(staging.folder, path), { mode: 0o700 }));
        await this.#pace();
      }
    }
  }

  /** Last, so that no file is ever written through one. */
  #makeLinks(): void {
    for (const [hash, { folder }] of this.#staged)
      for (const entry of this.trees.get(hash) ?? [])
        if (entry.kind === 'link') symlinkSync(entry.target, join(folder, entry.path));
  }

  #writeSmall(targets: readonly Target[], content: Buffer): Promise<void> {
    return this.#write(() => {
      for (const { file, mode } of targets) writeFileSync(file, content, { flag: 'wx', mode });
    });
  }

  async #writeLarge({ file, mode }: Target, bytes: AsyncIterable<Uint8Array>): Promise<void> {
    const handle = await inStore(this.place, () => open(file, 'wx', mode));
    try {
      for await (const chunk of bytes) await inStore(this.place, () => handle.writeFile(chunk));
    } finally {
      await handle.close();
    }
  }

  #write(work: () => void): Promise<void> {
    return inStore(this.place, async () => work());
  }
}

interface Target {
  readonly file: string;
  readonly mode: number;
}

async function copyTo({ file, mode }: Target, from: string): Promise<void> {
  await copyFile(from, file, constants.COPYFILE_EXCL);
  await chmod(file, mode);
}

function differs(wanted: string, found: string): MediaConduitError {
  return new MediaConduitError('MC_INTEGRITY', `The tree ${wanted} is another one when it is unpacked here.`, {
    hint: 'the disk may change names or rights of files: set MEDIACONDUIT_HOME to a folder on another one',
    facts: { wanted, found },
  });
}
