const TIMEOUT_MS = 5000;

/** A check of a service that somebody else runs: whether it answers 2xx or 3xx within 5 s. */
export function createManualHealthCheck(serviceUrl: string, healthEndpoint = '/'): () => Promise<boolean> {
  return async () => {
    try {
      const url = new URL(`${serviceUrl.replace(/\/+$/, '')}/${healthEndpoint.replace(/^\/+/, '')}`);
      const { body, status } = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) });
      await body?.cancel();
      return status >= 200 && status < 400;
    } catch {
      return false; // no address, nobody there, or too late: it is not well
    }
  };
}
