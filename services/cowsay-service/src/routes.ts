import { defineRoute, type Route } from '@mediaconduit/service-kit';
import { COW_NAMES } from './cow-names';
import { drawCow } from './draw-cow';
import { COWSAY_BODY, TRANSFORM_BODY, TRANSFORM_REPLY } from './transform-schema';

const transform = defineRoute({
  method: 'POST',
  path: '/transform',
  summary: 'Lets a cow say the text',
  body: TRANSFORM_BODY,
  reply: TRANSFORM_REPLY,
  handle({ body }) {
    const startedAt = performance.now();
    const drawing = drawCow(body.text, body.options);
    return {
      result: drawing.text,
      processing_time: (performance.now() - startedAt) / 1000,
      metadata: { input_length: body.text.length, output_length: drawing.text.length, cow: drawing.cow },
    };
  },
});

const cowsay = defineRoute({
  method: 'POST',
  path: '/cowsay',
  summary: 'The same for clients of the first cowsay service',
  body: COWSAY_BODY,
  reply: { type: 'object', required: ['cowsayOutput'], properties: { cowsayOutput: { type: 'string' } } },
  handle: ({ body }) => ({ cowsayOutput: drawCow(body.text).text }),
});

const cows: Route = {
  method: 'GET',
  path: '/cows',
  summary: 'Names of all cows',
  reply: { type: 'object', required: ['cows'], properties: { cows: { type: 'array', items: { type: 'string' } } } },
  handle: () => ({ cows: COW_NAMES }),
};

/** The work of the cowsay service. */
export const ROUTES: readonly Route[] = [transform, cowsay, cows];
