/**
 * The contract between the runtime and providers. It grows when a provider written for the one before could break;
 * package versions say nothing about it.
 */
export const CONTRACT = 1;

/**
 * Where the class of a provider says for which contract its `BaseProvider` was made; the same in every copy of the SDK.
 */
export const PROVIDER_CONTRACT: unique symbol = Symbol.for('mediaconduit.provider.contract');

/** The contract numbers a provider works with, both ends included. `{ min: 0, max: 0 }` is the original core. */
export interface ContractRange {
  readonly min: number;
  readonly max: number;
}

/** What a manifest says under `contract`: `1`, `"1"` or `"1-3"`; `undefined` for anything else. */
export function parseContractRange(value: unknown): ContractRange | undefined {
  const match = /^\s*(\d{1,4})\s*(?:-\s*(\d{1,4})\s*)?$/.exec(String(value));
  if (!match) return undefined;
  const min = Number(match[1]);
  const max = match[2] === undefined ? min : Number(match[2]);
  return min <= max ? { min, max } : undefined;
}

/** `contract` defaults to the one of this package; generation 0 satisfies every one. */
export function satisfiesContract(range: ContractRange, contract: number = CONTRACT): boolean {
  return range.max === 0 || (range.min <= contract && contract <= range.max);
}
