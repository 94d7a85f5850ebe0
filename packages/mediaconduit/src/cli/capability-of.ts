import { CAPABILITIES, didYouMean, MediaConduitError, parseCapability, type Capability } from '@mediaconduit/sdk';

/** The capability behind any spelling of it on the command line. @throws `MC_USAGE` with the nearest ones. */
export function capabilityOf(text: string): Capability {
  const capability = parseCapability(text);
  if (capability) return capability;
  throw new MediaConduitError('MC_USAGE', `There is no capability "${text}".`, {
    hint: didYouMean(text, CAPABILITIES) ?? `one of ${CAPABILITIES.join(', ')}`,
    facts: { capability: text },
  });
}
