/** Names of the packages of a lock: lines that begin with `name==version`, as continued lines and options do not. */
const REQUIREMENT = /^[A-Za-z0-9][A-Za-z0-9._-]*(?:\[[^\]]*\])?\s*(?:==|@)/;

/** What pip says when it takes up the next package of the lock, from an index or a folder, or leaves it out here. */
const TAKEN_UP = /^(?:Collecting|Processing|Requirement already satisfied:|Ignoring) (\S+)/;

/** Tells how far pip is, from its output. */
export class PipProgress {
  readonly #total: number;
  readonly #seen = new Set<string>();

  constructor(
    lock: string,
    private readonly onProgress: (message: string) => void,
  ) {
    this.#total = lock.split('\n').filter((line) => REQUIREMENT.test(line)).length;
    this.#tell();
  }

  /** Takes the next line of pip. */
  read(line: string): void {
    const name = TAKEN_UP.exec(line)?.[1];
    if (name !== undefined && !this.#seen.has(name)) {
      this.#seen.add(name);
      this.#tell();
    }
    if (line.startsWith('Installing collected packages')) this.onProgress('Unpacking Python packages');
  }

  #tell(): void {
    this.onProgress(`Installing Python packages: ${Math.min(this.#seen.size, this.#total)} of ${this.#total}`);
  }
}
