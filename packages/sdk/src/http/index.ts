export { createHttpClient, type HttpClientOptions } from './http-client';
export { toRemoteError } from './remote-error';
