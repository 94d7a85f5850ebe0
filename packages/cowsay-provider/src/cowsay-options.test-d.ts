import type { Text } from '@mediaconduit/sdk';
import type { CowsayTextToTextModel, CowsayTextToTextModelOptions } from './index';

declare const model: CowsayTextToTextModel;

// every option may be missing, and results are Text
void ([
  model.transform('Hello'),
  model.transform('Hello', { cow: 'dragon', eyes: '^^', tongue: 'U', wrap: 0, think: true, mode: 'borg' }),
  model.transform('Hello', { signal: new AbortController().signal, timeoutMs: 1000 }),
] satisfies Promise<Text>[]);
({}) satisfies CowsayTextToTextModelOptions;

// @ts-expect-error -- no such option
void model.transform('Hello', { cwo: 'dragon' });
// @ts-expect-error -- no such mode
void model.transform('Hello', { mode: 'deed' });
// @ts-expect-error -- a number of columns
void model.transform('Hello', { wrap: '40' });
