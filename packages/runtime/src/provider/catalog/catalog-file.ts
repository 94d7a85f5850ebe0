import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ensureHome } from '../../config/home';
import { writeFileAtomic } from '../../config/write-file-atomic';
import type { CatalogColumns } from './catalog-columns';
import { readerStamp } from './reader-stamp';

/** Grows when an older index would be misread. */
const FORMAT = 2;

/** An index as it was read or made. */
export interface Catalog {
  /** Folders and files that say which packages are there and where, the lock file first, with their stamps. */
  readonly places: readonly (readonly [path: string, stamp: string])[];
  readonly columns: CatalogColumns;
  /** A line of JSON each; the columns say where. */
  readonly manifests: Buffer;
}

/** The first line of the file; the manifests follow, which are read one by one when somebody asks for them. */
interface Head {
  readonly format: number;
  readonly reader: string;
  /** Of the manifests that follow. */
  readonly bytes: number;
  readonly places: Catalog['places'];
  readonly columns: CatalogColumns;
}

/** The index of a project in the home; safe to remove at any time. */
export function catalogFile(home: string, projectFolder: string): string {
  const name = createHash('sha256').update(projectFolder).digest('hex').slice(0, 32);
  return join(indexFolder(home), `${name}.json`);
}

/** Where the indexes of a home are. */
export function indexFolder(home: string): string {
  return join(home, 'index');
}

/** `undefined` when there is none, when it is damaged, of another format or made by another reader of manifests. */
export function readCatalogFile(home: string, file: string): Catalog | undefined {
  try {
    if (!existsSync(file)) return undefined;
    ensureHome(home); // what other users may write to is not believed
    const { head, manifests } = parse(readFileSync(file));
    const { format, reader, bytes: length, places, columns } = head;
    if (format !== FORMAT || reader !== readerStamp() || length !== manifests.length) return undefined;
    return { places, columns, manifests };
  } catch {
    return undefined; // made again
  }
}

/** Which packages an index names, whoever has made it; `undefined` when it is damaged or of another format. */
export function readPlaces(file: string): Pick<Catalog, 'places' | 'columns'> | undefined {
  try {
    const { columns, format, places } = parse(readFileSync(file)).head;
    return format === FORMAT ? { places, columns } : undefined;
  } catch {
    return undefined;
  }
}

function parse(bytes: Buffer): { readonly head: Head; readonly manifests: Buffer } {
  const end = bytes.indexOf('\n');
  return { head: JSON.parse(bytes.toString('utf8', 0, end)) as Head, manifests: bytes.subarray(end + 1) };
}

/** Writes the whole index or nothing: a home that cannot be written costs only time. The last of several writers wins. */
export async function writeCatalogFile(
  home: string,
  file: string,
  { places, columns, manifests }: Catalog,
): Promise<void> {
  try {
    ensureHome(home);
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    const head: Head = {
      format: FORMAT,
      reader: readerStamp(),
      bytes: manifests.length,
      places,
      columns,
    };
    await writeFileAtomic(file, `${JSON.stringify(head)}\n${manifests.toString('utf8')}`);
  } catch {
    // the next program tries again
  }
}
