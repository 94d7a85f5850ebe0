import { MediaConduitError } from '@mediaconduit/sdk';
import type { Draft } from './draft';
import { isCoreFile } from './core-modules';
import { parseScript, type SyntaxNode } from './script';
import { isScript, isTest } from './wanted-files';

/** What only scripts that have to do with a provider say. */
const CONCERNED =
  /@mediaconduit\/|['"`](?:\.\.?|[@~]|@?(?:src|media|assets|capabilities|models|registry))\/|['"`]@capabilities['"`]|Provider\b/;

/** The scripts of a folder as trees, read as they are to be. */
export class Scripts {
  readonly #programs = new Map<string, { text: string; program: SyntaxNode | undefined }>();

  constructor(private readonly draft: Draft) {}

  /** Those that may concern a provider; modules of the core itself are left out. */
  get paths(): string[] {
    return this.draft.paths.filter(
      (path) => isScript(path) && !isCoreFile(path) && CONCERNED.test(this.draft.text(path) ?? ''),
    );
  }

  /**
   * `undefined` for one that cannot be read; of a test that is told, and it is left as it is.
   * @throws `MC_MIGRATION_INPUT_INVALID` with `file:line:column` for any other.
   */
  program(path: string): SyntaxNode | undefined {
    const text = this.draft.text(path) ?? '';
    const known = this.#programs.get(path);
    if (known?.text === text) return known.program;
    const program = this.#parse(path, text);
    this.#programs.set(path, { text, program });
    return program;
  }

  #parse(path: string, text: string): SyntaxNode | undefined {
    const parsed = parseScript(path, text);
    if ('program' in parsed) return parsed.program;
    const { column, line, message } = parsed.fault;
    if (!isTest(path)) {
      throw new MediaConduitError('MC_MIGRATION_INPUT_INVALID', `${path}:${line}:${column} ${message}`, {
        hint: 'correct the file; nothing was changed',
        facts: { file: path, line, column },
      });
    }
    const what = 'correct the file, and move its imports by hand or run the command again';
    this.draft.todo({ file: path, line, what, why: `it cannot be read: ${message}` });
    return undefined;
  }
}
