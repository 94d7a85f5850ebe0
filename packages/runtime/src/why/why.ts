/** Why a provider, service or package is there. */
export interface Why {
  readonly name: string;
  readonly reasons: readonly Reason[];
}

/** One place where it is. */
export interface Reason {
  readonly kind: 'provider' | 'service' | 'package';
  readonly version?: string;
  /** What brings it: the identifier of an entry of the lock file, of an installed provider, or the name in a stack file. */
  readonly identifier: string;
  /** Who names that: `mediaconduit.lock`, `mediaconduit.yml:3:5`, `package.json`, or the provider that uses the service. */
  readonly namedBy: readonly string[];
  /** Where it is on this machine; missing while it is not fetched. */
  readonly folder?: string;
  /** Below the folder of what brings it: `.`, `node_modules/moo`. */
  readonly place: string;
  /** Ways from what brings it to it, the shortest of each that asks for it; empty where that is not fetched. */
  readonly chains: readonly (readonly WhyStep[])[];
}

/** One package on such a way. */
export interface WhyStep {
  readonly name: string;
  readonly version?: string;
  /** What the one before it asks for; missing for the first one. */
  readonly range?: string;
}
