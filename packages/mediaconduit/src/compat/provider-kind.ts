/** Where a provider does its work: with a service on this machine, or by calling an API. */
export const ProviderType = Object.freeze({ LOCAL: 'local', REMOTE: 'remote' } as const);

/** One of the values of {@link ProviderType}. */
export type ProviderType = (typeof ProviderType)[keyof typeof ProviderType];
