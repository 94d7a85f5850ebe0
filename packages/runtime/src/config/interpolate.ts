/** What interpolation may read. For a compose file never the process's own environment: it must not fish for keys. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** A fault of the text, or a variable that the text insists on. */
export interface InterpolationFault {
  readonly fault: string;
  /** The variable that the text insists on. */
  readonly needed?: string;
}

/** The text with its variables filled in, and the names whose values it holds or that are not known. */
export interface Interpolated {
  readonly text: string;
  readonly used: readonly string[];
  readonly unknown: readonly string[];
}

/** What is taken besides the forms of Compose. */
export interface InterpolationForms {
  /** `${X:d}` is the value of X, or `d` when X is not set. */
  readonly colonDefault?: boolean;
}

/** Deepest `${A:-${B:-…}}`: each level costs stack. */
const MAX_DEPTH = 32;

const NAME = /^[A-Za-z_][A-Za-z0-9_]*/;

/**
 * Fills in `$X`, `${X}`, `${X:-d}`, `${X-d}`, `${X:?e}`, `${X?e}`, `${X:+r}`, `${X+r}` (nested ones too) as Compose does;
 * `$$` is a dollar sign. An unknown variable is empty.
 */
export function interpolate(
  source: string,
  variables: Variables,
  forms: InterpolationForms = {},
): Interpolated | InterpolationFault {
  if (!source.includes('$')) return { text: source, used: [], unknown: [] };
  const reader = new Interpolation(source, variables, forms);
  try {
    return { text: reader.read(false), used: reader.used, unknown: reader.unknown };
  } catch (thrown) {
    if (thrown instanceof Fault) return { fault: thrown.message, needed: thrown.needed };
    throw thrown;
  }
}

class Fault extends Error {
  constructor(
    message: string,
    readonly needed?: string,
  ) {
    super(message);
  }
}

class Interpolation {
  readonly used: string[] = [];
  readonly unknown: string[] = [];
  #at = 0;
  #depth = 0;

  constructor(
    private readonly source: string,
    private readonly variables: Variables,
    private readonly forms: InterpolationForms,
  ) {}

  /** Reads to the end, or to the brace that closes the expression it stands in. */
  read(inBraces: boolean): string {
    let text = '';
    while (this.#at < this.source.length) {
      const character = this.source[this.#at];
      if (inBraces && character === '}') return text;
      this.#at++;
      text += character === '$' ? this.#dollar() : character;
    }
    if (inBraces) throw new Fault('a "${" is not closed');
    return text;
  }

  #dollar(): string {
    const next = this.source[this.#at];
    if (next === '$') {
      this.#at++;
      return '$';
    }
    if (next !== '{') return this.#valueOf(this.#name('$'));
    this.#at++;
    const value = this.#expression(this.#name('${'));
    if (this.source[this.#at] !== '}') throw new Fault('a "${" is not closed');
    this.#at++;
    return value;
  }

  #name(after: string): string {
    const name = NAME.exec(this.source.slice(this.#at))?.[0];
    if (name === undefined) throw new Fault(`"${after}" is not followed by a name; write $$ for a dollar sign`);
    this.#at += name.length;
    return name;
  }

  #expression(name: string): string {
    const operator = (this.forms.colonDefault ? /^(?::?[-?+]|:)/ : /^:?[-?+]/).exec(this.source.slice(this.#at))?.[0];
    if (operator === undefined) return this.#valueOf(name);
    this.#at += operator.length;
    const known = this.#known(name);
    const isSet = known !== undefined && (known !== '' || operator === ':' || !operator.startsWith(':'));
    const rest = this.#word(operator.endsWith('+') ? isSet : !isSet);
    if (operator.endsWith('+')) return isSet ? rest : '';
    if (isSet) return this.#valueOf(name);
    if (operator.endsWith('?')) throw new Fault(`the variable ${name} is needed: ${rest || 'it is not set'}`, name);
    return rest;
  }

  /** The part after the operator; what is not used must neither fail nor count as unknown. */
  #word(isUsed: boolean): string {
    if (isUsed) return this.#nested();
    const start = this.#at;
    for (let depth = 1; this.#at < this.source.length; this.#at++) {
      if (this.source.startsWith('${', this.#at)) depth++;
      if (this.source[this.#at] === '}' && --depth === 0) break;
    }
    return this.source.slice(start, this.#at);
  }

  #nested(): string {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) throw new Fault(`"\${" is nested deeper than ${MAX_DEPTH} levels`);
    const text = this.read(true);
    this.#depth -= 1;
    return text;
  }

  #valueOf(name: string): string {
    const value = this.#known(name);
    (value === undefined ? this.unknown : this.used).push(name);
    return value ?? '';
  }

  #known(name: string): string | undefined {
    return Object.hasOwn(this.variables, name) ? this.variables[name] : undefined;
  }
}
