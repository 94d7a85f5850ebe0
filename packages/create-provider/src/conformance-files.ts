import type { CapabilityWords } from './capability-words';
import type { PlannedFile } from './planned-file';
import { recordedExchanges } from './recorded-exchanges';
import type { TemplateValues } from './template-values';

const FIXTURES = 'src/__fixtures__';

/** The samples that tests and recordings of a provider read. */
export function sampleFiles({ samples }: TemplateValues): PlannedFile[] {
  return samples.map(({ base64, extension }) => ({
    path: `${FIXTURES}/sample.${extension}`,
    text: Buffer.from(base64, 'base64'),
  }));
}

/** What the conformance suite needs to know about a provider whose service cannot run here: what it answers. */
export function recordedCalls(values: TemplateValues): PlannedFile[] {
  const calls = values.capabilities.map(({ id, modelId }) => ({
    model: modelId,
    recording: `${FIXTURES}/${id}.json`,
  }));
  const about = `made up by the generator; record what ${values.title} really says, with openCassette()`;
  return [
    jsonFile('conformance.json', { calls }),
    ...values.capabilities.map((capability) =>
      jsonFile(`${FIXTURES}/${capability.id}.json`, { about, exchanges: recordedExchanges(capability, values) }),
    ),
  ];
}

/** The same about a service that runs here: which requests it answers. `fixtures` is where the samples are. */
export function sampleRequests({ capabilities }: TemplateValues, fixtures: string): PlannedFile {
  return jsonFile('conformance.json', { requests: capabilities.map((capability) => requestOf(capability, fixtures)) });
}

function requestOf({ id, input, inputExtension }: CapabilityWords, fixtures: string): object {
  const path = `/v1/tasks/${id}`;
  if (input === 'text') return { path, json: { input: 'Hello' } };
  return { path, form: { file: { file: `${fixtures}/sample.${inputExtension}` } } };
}

function jsonFile(path: string, value: object): PlannedFile {
  return { path, text: `${JSON.stringify(value, null, 2)}\n` };
}
