import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { namesIn } from '../cache/folder-caches';
import { isMarkAlive, processMark, uniqueName } from './process-mark';
import { removeTree } from './remove-tree';
import { treePlaces, type TreePlaces } from './store-places';
import type { Staging } from './stored-tree';

/** Where everything half-made is: one folder each, named by the process that makes it. */
export class TemporaryFolders {
  constructor(private readonly folder: string) {}

  /** A folder laid out as that of a tree. */
  async #make(): Promise<TreePlaces> {
    const places = treePlaces(this.newName());
    try {
      mkdirSync(places.files, { recursive: true, mode: 0o700 });
    } catch (error) {
      await removeTree(places.entry); // a full disk may have had room for the one and not for the other
      throw error;
    }
    return places;
  }

  async stage(): Promise<Staging> {
    const places = await this.#make();
    return { folder: places.files, [Symbol.asyncDispose]: async () => void (await removeTree(places.entry)) };
  }

  /** A path for something of this process; nothing is there. */
  newName(): string {
    return join(this.folder, `${processMark()}~${uniqueName()}`);
  }

  /** The whole of a folder that was made here; undefined for any other. */
  placesOf(folder: string): TreePlaces | undefined {
    const places = treePlaces(dirname(folder));
    return dirname(places.entry) === this.folder && folder === places.files ? places : undefined;
  }

  /** Removes what processes left that have ended; what cannot be removed is in nobody's way. */
  async sweep(): Promise<void> {
    for (const name of await namesIn(this.folder)) {
      const place = join(this.folder, name);
      if (!isMarkAlive(name.split('~')[0] ?? '', place)) await removeTree(place).catch(() => 0);
    }
  }
}
