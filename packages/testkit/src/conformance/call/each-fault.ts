import { messageOf, type Model } from '@mediaconduit/sdk';
import { notApplicable, verdictOf, type Verdict } from '../rule/verdict';
import type { CallSubject } from './call-subject';
import { faultyServer, type Fault, type FaultyServer } from './faulty-server';
import { modelOf, type BenchPlace, type OpenedProvider } from './provider-bench';

/** One call on a service that fails, or is not to be asked. */
export interface FaultyCall {
  readonly opened: OpenedProvider;
  readonly model: Model;
  readonly server: FaultyServer;
  /** A fresh input, taken as the model takes it. */
  readonly input: () => Parameters<Model['transform']>[0];
  readonly options: Readonly<Record<string, unknown>>;
}

/** Tries one model of each capability on a service that fails so; work answers what is wrong. */
export async function eachFault(
  subject: CallSubject,
  { fault, place }: { readonly fault: Fault; readonly place?: BenchPlace },
  work: (call: FaultyCall) => Promise<string | undefined>,
): Promise<Verdict> {
  if (!subject.bench.isRemoteOrServed) return notApplicable('it talks to no service and no API');
  const problems: string[] = [];
  for (const call of subject.samples) {
    await using server = await faultyServer(fault);
    await using opened = await subject.bench.open({ url: server.url, ...place });
    try {
      const model = await modelOf(opened, call);
      const [first = 'text-to-text'] = model.capabilities;
      const input = (): ReturnType<FaultyCall['input']> =>
        call.input(call.capability ?? first) as ReturnType<FaultyCall['input']>; // what fits the capability
      const problem = await work({ opened, model, server, input, options: call.options });
      if (problem !== undefined) problems.push(`${call.model}: ${problem}`);
    } catch (error) {
      problems.push(`${call.model}: ${messageOf(error)}`);
    }
  }
  return verdictOf(problems);
}
