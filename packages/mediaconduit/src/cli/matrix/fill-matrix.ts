import type { Candidate, Cell, CoreVersion, Matrix, Row } from './matrix';
import { TrialProject } from './trial-project';
import { installCore, tryProvider, type Stage, type Trials } from './try-provider';

/** What is tried with what. */
interface Wanted {
  readonly candidates: readonly Candidate[];
  readonly cores: readonly CoreVersion[];
}

/** What is done now, of how much. */
export interface TrialProgress {
  readonly core: string;
  readonly stage: Stage;
  /** Missing while the core itself is installed. */
  readonly provider?: string;
  /** From 1: of the providers with all cores. */
  readonly number: number;
  readonly count: number;
}

/**
 * Tries every provider with every version of the core, one after another: rules measure time and look for what is left
 * behind, so nothing else runs beside them.
 * @throws as {@link tryProvider} does.
 */
export async function fillMatrix(
  { candidates, cores }: Wanted,
  { onProgress, ...trials }: Trials & { readonly onProgress: (progress: TrialProgress) => void },
): Promise<Matrix> {
  const count = candidates.length * cores.length;
  const cells = new Map<Candidate, Cell[]>(candidates.map((candidate) => [candidate, []]));
  let number = 1;
  for (const core of cores) {
    onProgress({ core: core.version, stage: 'installing', number, count });
    await using project = TrialProject.empty(trials.settings);
    const installed = await installCore(core, project, trials);
    for (const [candidate, row] of cells) {
      const at = { provider: candidate.name, core: core.version, number: number++, count };
      const onStage = (stage: Stage): void => onProgress({ ...at, stage });
      row.push(await tryProvider(candidate, installed, { ...trials, onStage }));
    }
  }
  return { cores, rows: [...cells].map(([{ name }, row]) => toRow(name, row)) };
}

function toRow(provider: string, cells: readonly Cell[]): Row {
  const version = cells.find((cell) => cell.version !== undefined)?.version;
  return { provider, ...(version !== undefined && { version }), cells };
}
