import { relative } from 'node:path';
import type { CreatedProvider } from './create-provider';
import type { PackageManager } from './package-manager';

/** The three commands that follow, as they are typed in the folder `from`. */
export function nextCommands({ folder, installed }: CreatedProvider, pm: PackageManager, from: string): string[] {
  const path = relative(from, folder);
  const conformance = `${pm.run} conformance`;
  if (path === '') return installed ? [pm.test, conformance, `${pm.run} dev`] : [pm.install, pm.test, conformance];
  const enter = `cd ${/^[\w./@-]+$/.test(path) ? path : JSON.stringify(path)}`;
  return installed ? [enter, pm.test, conformance] : [enter, pm.install, `${pm.test} && ${conformance}`];
}
