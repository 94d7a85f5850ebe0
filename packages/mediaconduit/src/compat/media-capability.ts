import { CAPABILITIES, type Capability } from '@mediaconduit/sdk';

type ConstantName<S extends string> = S extends `${infer Head}-${infer Tail}`
  ? `${Uppercase<Head>}_${ConstantName<Tail>}`
  : Uppercase<S>;

/** The kinds of work by their names in the original core: `MediaCapability.TEXT_TO_TEXT` is `text-to-text`. */
export const MediaCapability = Object.freeze(
  Object.fromEntries(CAPABILITIES.map((capability) => [capability.replaceAll('-', '_').toUpperCase(), capability])),
) as { readonly [C in Capability as ConstantName<C>]: C };

/** One of the values of {@link MediaCapability}. */
export type MediaCapability = Capability;
