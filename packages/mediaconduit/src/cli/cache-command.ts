import { cacheEntryLabel, type CacheContent, type CacheEntry } from '@mediaconduit/runtime';
import { MediaConduitError, requireConfirmation } from '@mediaconduit/sdk';
import { confirmOf } from './confirm-on-terminal';
import { readableSize } from './readable-size';
import type { Session } from './session';
import { tableLines } from './table';
import { tellWhenSlow } from './tell-when-slow';

const HEADINGS = ['SERVICE', 'NAME', 'ENGINE', 'SIZE', 'CHANGED'];

/** How many names a question lists. */
const MOST_NAMED = 5;

/** `mediaconduit cache ls [service]`: what services have downloaded, and what it takes. */
export async function listCache(session: Session, service: string | undefined): Promise<number> {
  const content = await lookUp(session);
  const entries = service === undefined ? content.entries : await entriesOf(session, service, content);
  const totalBytes = sizeOf(entries);
  const { output } = session;
  if (output.settings.json) await output.json({ entries, totalBytes, unread: content.unread });
  else if (entries.length === 0) output.note(`${service ?? 'no service'} keeps ${service ? 'nothing' : 'anything'}`);
  else {
    await output.data(tableLines([HEADINGS, ...entries.map(rowOf)], output.width));
    output.note(`total ${readableSize(totalBytes)}`);
  }
  return 0;
}

/** `mediaconduit cache rm <service>[/<name>]… | --all`: asks, then removes it for good. */
export async function removeFromCache(session: Session, names: readonly string[], all: boolean): Promise<number> {
  if (all === names.length > 0) throw unclear(all);
  const content = await lookUp(session);
  const { cache } = session.runtime;
  const found = all ? content.entries : [...new Set(names.flatMap((name) => cache.find(name, content)))];
  const kept = all ? found.filter(({ inUse }) => inUse) : [];
  const entries = found.filter((entry) => !kept.includes(entry));
  await cache.requireUnused(entries);
  if (entries.length > 0) {
    const sizeBytes = sizeOf(entries);
    const text = `Remove ${namesOf(entries)} (${readableSize(sizeBytes)})?`;
    await requireConfirmation({ confirm: confirmOf(session) }, { text, sizeBytes });
    await tellWhenSlow(cache.remove(entries), 'removing …', session.output);
  }
  await report(session, entries, kept);
  return 0;
}

async function lookUp({ output, runtime: { cache } }: Session): Promise<CacheContent> {
  const content = await tellWhenSlow(cache.list(), 'measuring …', output);
  for (const { engine, reason } of content.unread) output.detail(`${engine} was not asked: ${reason}`);
  return content;
}

/** A service that is installed may keep nothing yet. */
async function entriesOf({ runtime }: Session, service: string, content: CacheContent): Promise<CacheEntry[]> {
  const definitions = await runtime.services.definitions();
  const entries = content.entries.filter((entry) => entry.service === service);
  if (entries.length > 0 || definitions.some(({ id }) => id === service)) return entries;
  return runtime.cache.find(service, content);
}

async function report({ output }: Session, removed: readonly CacheEntry[], kept: readonly CacheEntry[]): Promise<void> {
  const freedBytes = sizeOf(removed);
  if (output.settings.json) return output.json({ removed, kept, freedBytes });
  for (const entry of kept) output.note(`kept ${cacheEntryLabel(entry)}: it is in use`);
  if (removed.length === 0) output.note('nothing was removed');
  else output.note(`removed ${namesOf(removed)}, ${readableSize(freedBytes)}`);
}

function rowOf(entry: CacheEntry): string[] {
  const { engine, inUse, modifiedAt, name, service, sizeBytes } = entry;
  const changed = modifiedAt?.slice(0, 16).replace('T', ' ') ?? '';
  return [
    service,
    name,
    engine,
    sizeBytes === undefined ? 'unknown' : readableSize(sizeBytes),
    inUse ? `${changed} (in use)` : changed,
  ];
}

function namesOf(entries: readonly CacheEntry[]): string {
  const names = entries.slice(0, MOST_NAMED).map(cacheEntryLabel).join(', ');
  const more = entries.length - MOST_NAMED;
  return more > 0 ? `${names} and ${more} more` : names;
}

function sizeOf(entries: readonly CacheEntry[]): number {
  return entries.reduce((total, { sizeBytes = 0 }) => total + sizeBytes, 0);
}

function unclear(all: boolean): MediaConduitError {
  const message = all ? 'Give names or --all, not both.' : 'Nothing says what is to be removed.';
  return new MediaConduitError('MC_USAGE', message, {
    hint: 'name a service or an entry (whisper-service/base), or give --all; mediaconduit cache ls shows what there is',
  });
}
