import { messageOf } from '@mediaconduit/sdk';
import { verdictOf, type Verdict } from '../rule/verdict';
import type { CallSubject } from './call-subject';
import type { FaultyCall } from './each-fault';
import { faultyServer } from './faulty-server';
import { sampleInput } from '../sample/sample-input';

/** Looks at every model of the manifest, on a service that answers nothing; work answers what is wrong. */
export async function eachModel(
  { bench, manifest }: CallSubject,
  work: (call: Omit<FaultyCall, 'options'>) => Promise<string | undefined>,
): Promise<Verdict> {
  const problems: string[] = [];
  for (const { capabilities, id } of manifest.models) {
    await using server = await faultyServer({ kind: 'hang' });
    await using opened = await bench.open({ url: server.url });
    try {
      const model = await opened.provider.getModel(id);
      const [first = 'text-to-text'] = capabilities;
      const problem = await work({ opened, model, server, input: () => sampleInput(first) });
      if (problem !== undefined) problems.push(`${id}: ${problem}`);
    } catch (error) {
      problems.push(`${id}: ${messageOf(error)}`);
    }
  }
  return verdictOf(problems);
}
