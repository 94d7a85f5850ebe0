import { defineBody, type BodySchema } from './define-body';
import { defineRoute } from './route';

const BODY = defineBody({
  type: 'object',
  required: ['text'],
  additionalProperties: false,
  properties: { text: { type: 'string' }, wrap: { type: 'integer', default: 40 } },
} as const);

// the schema gives the type, and a default does not make a field required
BODY satisfies BodySchema<{ text: string; wrap?: number }>;

defineRoute({
  method: 'POST',
  path: '/a',
  summary: 'a',
  body: BODY,
  handle({ body }) {
    body.text satisfies string;
    body.wrap satisfies number | undefined;
    // @ts-expect-error -- the schema has no such field
    return String(body.other);
  },
});
