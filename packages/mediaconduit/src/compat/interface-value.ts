/** What stands at run time for a name that is only a type. */
export interface InterfaceValue {
  /** The name of the type. */
  readonly interface: string;
}

/**
 * A value for the name of a type: code of the original core re-exports types without `type`, and in an ES module such
 * a re-export must find a value to link to.
 */
export function interfaceValue(name: string): InterfaceValue {
  return Object.freeze({ interface: name });
}
