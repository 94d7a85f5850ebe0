import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { MediaConduitError, toMediaConduitError, type Provider } from '@mediaconduit/sdk';
import { describeError } from './describe-error';
import { SourceWatch } from './dev/watch-sources';
import type { Session } from './session';
import { endAtInterrupt } from './stack/interrupted';

/** `mediaconduit dev <folder>`: loads a provider, and again whenever its files change, until Ctrl-C. */
export async function developProvider(session: Session, folder: string): Promise<number> {
  const place = resolve(session.folder, folder);
  requireFolder(place);
  endAtInterrupt(session);
  session.showPrinted = true;
  session.runtime.events.on('provider-warning', ({ message }) => session.output.note(message, 'yellow'));
  const changes = new Changes();
  session.signal.addEventListener('abort', () => changes.tell(), { once: true });
  const watch = new SourceWatch(place, () => changes.tell());
  const alive = setInterval(() => undefined, 60_000); // the watch of files keeps nothing alive
  try {
    while (!session.signal.aborted) {
      changes.forget();
      await load(session, place);
      await changes.some();
    }
  } finally {
    clearInterval(alive);
    watch[Symbol.dispose]();
  }
  return 0;
}

/** What happens while a version is being loaded is not forgotten. */
class Changes {
  #isTold = false;
  #wake = (): void => undefined;

  tell(): void {
    this.#isTold = true;
    this.#wake();
  }

  forget(): void {
    this.#isTold = false;
  }

  async some(): Promise<void> {
    if (!this.#isTold) await new Promise<void>((resolve) => (this.#wake = resolve));
  }
}

/** A version that cannot be used is told and waited out; the one before goes on. */
async function load(session: Session, place: string): Promise<void> {
  const startedAt = performance.now();
  try {
    const provider = await session.runtime.providers.refreshProvider(place);
    await tell(session, provider, Math.round(performance.now() - startedAt));
  } catch (thrown) {
    const error = toMediaConduitError(thrown);
    if (session.output.settings.json) await session.output.data(`${JSON.stringify({ error: error.toJSON() })}\n`);
    else for (const line of describeError(error, session.output.settings.verbose)) session.output.complain(line, 'red');
  }
}

async function tell({ output }: Session, { id, models, capabilities }: Provider, ms: number): Promise<void> {
  const ids = models.map((model) => model.id);
  if (output.settings.json)
    return output.data(`${JSON.stringify({ provider: id, models: ids, capabilities, loadMs: ms })}\n`);
  const listed = ids.length > 0 ? ids.join(', ') : capabilities.join(', ');
  await output.data(`${id} is loaded (${ms} ms): ${listed}\n`);
}

function requireFolder(place: string): void {
  if (statSync(place, { throwIfNoEntry: false })?.isDirectory()) return;
  throw new MediaConduitError('MC_USAGE', `There is no folder ${place}.`, {
    hint: 'name the folder of a provider: mediaconduit dev ./my-provider',
    facts: { folder: place },
  });
}
