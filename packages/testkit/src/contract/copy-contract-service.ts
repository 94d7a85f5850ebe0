import { copyFile } from 'node:fs/promises';
import path from 'node:path';

/** Name of the program that {@link copyContractService} puts into a folder; `node` runs it. */
export const CONTRACT_SERVICE_FILE = 'contract-service.js';

/** Puts the program of the engine contract suite into a folder, ready to run or to build an image from. */
export async function copyContractService(folder: string): Promise<void> {
  // Beside this file in the published package, which is where it is compiled.
  await copyFile(path.join(__dirname, CONTRACT_SERVICE_FILE), path.join(folder, CONTRACT_SERVICE_FILE));
}
