import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { deflateSync } from 'node:zlib';

/** What a tree lists: the mode, the name as bytes or text, the object. */
export type TreeEntry = readonly [mode: string, name: string | Buffer, object: string];

/** A file by its path: its content, or its mode and content. */
export type Files = Readonly<Record<string, string | Buffer | readonly [mode: string, content: string | Buffer]>>;

interface Folder extends Map<string, Folder | readonly [mode: string, object: string]> {}

/** A bare repository written object by object, so that it may hold what git itself would never write. */
export class MadeRepository {
  private constructor(
    readonly folder: string,
    private readonly algorithm: 'sha1' | 'sha256',
  ) {}

  static async create(folder: string, algorithm: 'sha1' | 'sha256' = 'sha1'): Promise<MadeRepository> {
    for (const name of ['objects', 'refs/heads', 'refs/tags'])
      await mkdir(path.join(folder, name), { recursive: true });
    await writeFile(path.join(folder, 'HEAD'), 'ref: refs/heads/main\n');
    const format =
      algorithm === 'sha256' ? '\trepositoryformatversion = 1\n[extensions]\n\tobjectformat = sha256\n' : '';
    await writeFile(path.join(folder, 'config'), `[core]\n\tbare = true\n${format}`);
    return new MadeRepository(folder, algorithm);
  }

  /** Writes any object, well formed or not. */
  async object(type: string, content: Buffer | string): Promise<string> {
    const bytes = Buffer.concat([Buffer.from(`${type} ${Buffer.byteLength(content)}\0`), Buffer.from(content)]);
    const id = createHash(this.algorithm).update(bytes).digest('hex');
    const file = path.join(this.folder, 'objects', id.slice(0, 2), id.slice(2));
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, deflateSync(bytes, { level: 1 }));
    return id;
  }

  /** In the order that git demands, unless the entries say otherwise by their names. */
  tree(entries: readonly TreeEntry[]): Promise<string> {
    const key = ([mode, name]: TreeEntry): string => `${name.toString('latin1')}${mode === '40000' ? '/' : ''}`;
    const sorted = [...entries].sort((a, b) => (key(a) < key(b) ? -1 : 1));
    const lines = sorted.map(([mode, name, object]) =>
      Buffer.concat([Buffer.from(`${mode} `), Buffer.from(name), Buffer.from([0]), Buffer.from(object, 'hex')]),
    );
    return this.object('tree', Buffer.concat(lines));
  }

  commit(tree: string, parent?: string, seconds = 1_700_000_000): Promise<string> {
    const who = `n <n@example.org> ${seconds} +0000`;
    const parents = parent === undefined ? '' : `parent ${parent}\n`;
    return this.object('commit', `tree ${tree}\n${parents}author ${who}\ncommitter ${who}\n\nx\n`);
  }

  annotatedTag(name: string, object: string): Promise<string> {
    return this.object(
      'tag',
      `object ${object}\ntype commit\ntag ${name}\ntagger n <n@example.org> 1700000000 +0000\n\nx\n`,
    );
  }

  async ref(name: string, object: string): Promise<void> {
    const file = path.join(this.folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, `${object}\n`);
  }

  /** A commit of files on a branch. */
  async branch(name: string, files: Files, parent?: string): Promise<string> {
    const commit = await this.commit(await this.#folder(await this.#nested(files)), parent);
    await this.ref(`refs/heads/${name}`, commit);
    return commit;
  }

  async #nested(files: Files): Promise<Folder> {
    const top: Folder = new Map();
    for (const [name, content] of Object.entries(files)) {
      const parts = name.split('/');
      const last = parts.pop() ?? '';
      let at = top;
      for (const part of parts) {
        const next: Folder = (at.get(part) as Folder | undefined) ?? new Map();
        at.set(part, next);
        at = next;
      }
      const [mode, bytes] = Array.isArray(content) ? (content as [string, string]) : ['100644', content as string];
      at.set(last, [mode, mode === '160000' ? bytes : await this.object('blob', bytes)]);
    }
    return top;
  }

  async #folder(folder: Folder): Promise<string> {
    const entries: TreeEntry[] = [];
    for (const [name, child] of folder) {
      entries.push(child instanceof Map ? ['40000', name, await this.#folder(child)] : [child[0], name, child[1]]);
    }
    return this.tree(entries);
  }
}
