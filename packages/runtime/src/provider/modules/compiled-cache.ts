import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** How often it is written down that a file is used, in ms. */
const MARKED_EVERY_MS = 3_600_000;

/** Compiled sources on disk, by a key that names all that went into them; what was damaged counts as missing. */
export class CompiledCache {
  readonly #memory = new Map<string, string>();

  /** @param folder made when the first thing is kept; where it cannot be written, things are kept in memory. */
  constructor(private readonly folder: string) {}

  get(key: string): string | undefined {
    return this.#memory.get(key) ?? this.#read(this.#fileOf(key));
  }

  set(key: string, code: string): void {
    if (!this.#write(this.#fileOf(key), code)) this.#memory.set(key, code);
  }

  #read(file: string): string | undefined {
    try {
      const text = readFileSync(file, 'utf8');
      const end = text.indexOf('\n');
      const code = text.slice(end + 1);
      if (text.slice(0, end) !== digestOf(code)) return undefined;
      markUsed(file);
      return code;
    } catch {
      return undefined;
    }
  }

  /** Written elsewhere and renamed: another process sees all of it or nothing. */
  #write(file: string, code: string): boolean {
    const draft = `${file}.${randomUUID()}`;
    try {
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
      writeFileSync(draft, `${digestOf(code)}\n${code}`, { mode: 0o600 });
      renameSync(draft, file);
      return true;
    } catch {
      removeQuietly(draft);
      return false;
    }
  }

  #fileOf(key: string): string {
    return join(this.folder, key.slice(0, 2), `${key}.cjs`);
  }
}

/** For those who collect: what was used lately is not removed. */
function markUsed(file: string): void {
  const now = new Date();
  if (now.getTime() - statSync(file).mtimeMs < MARKED_EVERY_MS) return;
  try {
    utimesSync(file, now, now);
  } catch {
    // a home that cannot be written to is not collected either
  }
}

/** Where nothing can be written, nothing can be removed either. */
function removeQuietly(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // it was never made
  }
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
