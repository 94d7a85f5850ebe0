import { messageOf, type Capability, type Model } from '@mediaconduit/sdk';
import { verdictOf, type Verdict } from '../rule/verdict';
import type { CallSubject } from './call-subject';
import type { PlannedCall } from './planned-call';
import { modelOf, type OpenedProvider, type Upstream } from './provider-bench';

/** One call that is to succeed, ready to be made. */
export interface ReadyCall {
  readonly opened: OpenedProvider;
  readonly model: Model;
  readonly capability: Capability;
  readonly upstream: Upstream;
  /** A fresh input. */
  readonly input: () => Parameters<Model['transform']>[0];
  readonly options: Readonly<Record<string, unknown>>;
}

/** Makes every call in turn, each on a provider of its own; work answers what is wrong. */
export async function eachCall(
  { bench, calls }: CallSubject,
  work: (call: ReadyCall) => Promise<string | undefined>,
): Promise<Verdict> {
  const problems: string[] = [];
  for (const call of calls) {
    const upstream = await bench.upstream(call);
    if ('outcome' in upstream) return upstream;
    await using answering = upstream;
    const problem = await attempt(await bench.open(answering), call, { answering, work });
    const found = [...(problem === undefined ? [] : [problem]), ...answering.problems()];
    problems.push(...found.map((one) => `${call.model}: ${one}`));
  }
  return verdictOf(problems);
}

async function attempt(
  provider: OpenedProvider,
  call: PlannedCall,
  { answering, work }: { answering: Upstream; work: (call: ReadyCall) => Promise<string | undefined> },
): Promise<string | undefined> {
  await using opened = provider;
  try {
    const model = await modelOf(opened, call);
    const capability = call.capability ?? model.capabilities[0];
    if (capability === undefined) return 'it has no capability.';
    const input: ReadyCall['input'] = () => call.input(capability) as ReturnType<ReadyCall['input']>; // what the author says, or fits the capability
    return await work({ opened, model, capability, input, upstream: answering, options: call.options });
  } catch (error) {
    return messageOf(error);
  }
}
