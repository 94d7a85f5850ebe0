import type { Session } from './session';
import { tableLines } from './table';

/** `mediaconduit providers`: what is installed or locked, also what cannot be used and why. Loads no code. */
export async function listProviders({ runtime, output }: Session): Promise<number> {
  const providers = runtime.providers
    .installed()
    .map(({ id, name, version, packageName, folder, isFetched, type, capabilities, modelCount, problem }) => ({
      ...{ id, name, version, packageName, folder, type, capabilities, fetched: isFetched },
      models: modelCount,
      problem: problem?.toJSON(),
    }));
  if (output.settings.json) {
    await output.json({ providers });
    return 0;
  }
  await output.data(
    tableLines(
      providers.map(({ id, version, type, capabilities, fetched, models, problem }) =>
        problem
          ? [id, version ?? '', 'broken', firstLine(String(problem['detail']))]
          : [
              id,
              version ?? '',
              type ?? '',
              `${capabilities.join(', ')} (${fetched ? countOf(models) : 'not fetched yet'})`,
            ],
      ),
      output.width,
    ),
  );
  if (providers.length === 0)
    output.note('no provider is installed here; try: npm install @mediaconduit/cowsay-provider');
  return 0;
}

function countOf(models: number): string {
  return `${models} ${models === 1 ? 'model' : 'models'}`;
}

/** A broken manifest has a line for each fault. */
function firstLine(text: string): string {
  return text.split('\n')[0] ?? text;
}
