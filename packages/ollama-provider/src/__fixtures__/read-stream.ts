import type { ModelStream, StreamEvent } from '@mediaconduit/sdk';

/** The events of a stream and its result. */
export async function readStream<Output>(
  stream: ModelStream<Output>,
): Promise<{ events: StreamEvent[]; output: Output }> {
  const events: StreamEvent[] = [];
  for await (const event of stream) events.push(event);
  return { events, output: await stream };
}

/** What the events of one type say, put together. */
export function textOfEvents(events: readonly StreamEvent[], type: 'text-delta' | 'thinking-delta'): string {
  return events.flatMap((event) => (event.type === type ? [event.text] : [])).join('');
}
