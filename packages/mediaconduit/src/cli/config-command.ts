import { resolve } from 'node:path';
import {
  ConfigStore,
  configFolder,
  diffStacks,
  explainService,
  homeFolder,
  isSame,
  readStackText,
  type ResolvedService,
} from '@mediaconduit/runtime/supervision';
import type { Session } from './session';
import { differenceLines } from './stack/difference-lines';
import { explainedRows } from './stack/explained-rows';
import { requireStackFile } from './stack/find-stack-file';
import { loadStack } from './stack/load-stack';
import { ownStackOf, supervisorOf } from './stack/own-stack';
import { tableLines } from './table';

/** `mediaconduit config validate [file]`: whether the stack file could be used, with all its features. */
export async function validateConfig(session: Session, named: string | undefined): Promise<number> {
  const { folder, output } = session;
  const file = named === undefined ? requireStackFile(folder) : resolve(folder, named);
  const { definition, resolved } = await loadStack(session, file, await readStackText(file));
  const services = resolved.services.map(({ name }) => name);
  const features = Object.keys(definition.features);
  if (output.settings.json) await output.json({ ok: true, file, name: resolved.name, services, features });
  else {
    const switched = features.length > 0 ? `, features ${features.join(', ')}` : '';
    output.note(`${file} is valid: services ${services.join(', ') || 'none'}${switched}`);
  }
  return 0;
}

/** `mediaconduit config explain [service]`: its values and who said each; of all services without the defaults. */
export async function explainConfig(session: Session, service: string | undefined): Promise<number> {
  const { folder, output } = session;
  const file = requireStackFile(folder);
  const { resolved } = await loadStack(session, file, await readStackText(file));
  const names = service === undefined ? resolved.services.map(({ name }: ResolvedService) => name) : [service];
  const explained = names.map((name) => ({ name, values: explainService(resolved, name) }));
  if (output.settings.json) {
    await output.json({ file, services: Object.fromEntries(explained.map(({ name, values }) => [name, values])) });
    return 0;
  }
  for (const { name, values } of explained) {
    const shown = service === undefined ? values.filter(({ origin }) => origin.from !== 'default') : values;
    if (service === undefined) await output.lines([[{ text: name, style: 'bold' }]]);
    await output.data(tableLines(explainedRows(shown, folder), output.width));
  }
  if (service === undefined) output.note('defaults are left out; mediaconduit config explain <service> has them too');
  return 0;
}

/** `mediaconduit config diff`: what the stack file has differently from what was applied last. */
export async function diffConfig(session: Session): Promise<number> {
  const { environment, folder, output, signal } = session;
  const file = requireStackFile(folder);
  const status = await (await supervisorOf(session))?.status(signal);
  const running = ownStackOf(folder, status?.stacks ?? []);
  const features = running?.features ?? {};
  const applied = await new ConfigStore({ folder: configFolder(homeFolder(environment), file) }).current();
  const before = applied && (await loadStack(session, file, applied.text, features)).resolved;
  const { resolved } = await loadStack(session, file, await readStackText(file), features);
  const { others, ...services } = diffStacks(before, resolved);
  const difference = { ...services, others: before ? others : [] };
  const same = isSame(difference);
  const base = applied
    ? `configuration ${applied.seq}${running ? ', which runs' : ''}`
    : 'nothing: it was never applied';
  if (output.settings.json) await output.json({ file, configuration: applied?.seq, same, ...difference });
  else {
    output.note(same ? `${file} is the same as ${base}` : `${file} compared with ${base}`);
    await output.lines(differenceLines(difference));
  }
  return 0;
}
