import type { SampleRequest } from '../settings/settings';
import { send } from './send';

/** A place that takes bodies. */
export interface Route {
  readonly path: string;
  readonly method: string;
  /** Without parameters. */
  readonly contentType: 'application/json' | 'multipart/form-data';
}

const TYPES = ['application/json', 'multipart/form-data'] as const;

/** Those of conformance.json, else those that `/openapi.json` of the service lists. */
export async function routesOf(url: string, requests: readonly SampleRequest[]): Promise<Route[]> {
  const known = requests
    .filter(({ long }) => !long)
    .flatMap(({ form, json, method = 'POST', path }): Route[] => {
      if (form) return [{ path, method, contentType: 'multipart/form-data' }];
      return json === undefined ? [] : [{ path, method, contentType: 'application/json' }];
    });
  return known.length > 0 ? known : listedRoutes(url);
}

async function listedRoutes(url: string): Promise<Route[]> {
  const { status, text } = await send(`${url}/openapi.json`);
  if (status !== 200) return [];
  try {
    const { paths = {} } = JSON.parse(text) as { paths?: Record<string, Record<string, Operation | undefined>> };
    return Object.entries(paths).flatMap(([path, { post }]) => {
      const contentType = TYPES.find((type) => post?.requestBody?.content?.[type] !== undefined);
      return contentType && !path.includes('{') ? [{ path, method: 'POST', contentType }] : [];
    });
  } catch {
    return []; // it lists nothing that can be read
  }
}

interface Operation {
  readonly requestBody?: { readonly content?: Readonly<Record<string, unknown>> };
}
