import type { EngineVolumes } from '@mediaconduit/sdk';
import { checksumsText, CHECKSUMS_ENTRY, DESCRIPTION_ENTRY } from './state-reader';
import { volumeEntry, type StateDescription } from './state-description';
import { TarFileWriter } from '../archive/tar-file-writer';
import type { StackVolume } from './stack-volumes';

/** What is exported, and where to. */
export interface ExportOptions {
  readonly file: string;
  readonly description: Omit<StateDescription, 'volumes'>;
  readonly volumes: readonly StackVolume[];
  /** Reads the data of the volumes; only their names and sizes are exported without it. */
  readonly data?: EngineVolumes;
  readonly signal: AbortSignal;
}

/**
 * Writes the state of a stack into a tar file, which is there when all of it is. The data of a volume is as it is at that
 * moment: stop a service that must not be copied while it writes.
 * @throws `MC_FILE_WRITE_FAILED`, `MC_DISK_FULL`, and what the engine throws.
 */
export async function exportState(options: ExportOptions): Promise<StateDescription> {
  const { data, description, file, signal } = options;
  const volumes = options.volumes.map(({ name, service, sizeBytes }) => {
    const entry = data ? { entry: volumeEntry({ name, service }) } : {};
    return { service, name, ...entry, ...(sizeBytes === undefined ? {} : { sizeBytes }) };
  });
  const whole: StateDescription = { ...description, volumes };
  await using writer = await TarFileWriter.create({ file, mode: 0o600, fullDisk: 'MC_DISK_FULL' });
  await writer.addText(DESCRIPTION_ENTRY, `${JSON.stringify(whole, null, 2)}\n`);
  for (const volume of data ? options.volumes : []) {
    signal.throwIfAborted();
    if (data) await writer.addStream(volumeEntry(volume), data.read(volume.place, signal));
  }
  await writer.addText(CHECKSUMS_ENTRY, checksumsText(writer.checksums));
  await writer.finish();
  return whole;
}
