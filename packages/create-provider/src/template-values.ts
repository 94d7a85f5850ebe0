import type { ProviderAnswers } from './answers';
import { capabilityWords, type CapabilityWords } from './capability-words';
import { importLines } from './import-lines';
import { KINDS, type Kind, type ServiceRuns } from './kinds';
import type { Licence } from './licences';
import type { PackageManager } from './package-manager';
import type { ProviderNames } from './provider-names';
import { SAMPLES, type Sample } from './samples';
import { yamlText } from './yaml-text';

/** Whether a provider stands alone, or is one more of this repository. */
export type Layout = 'package' | 'workspace';

/** What differs between a package of its own and one of this repository. */
export interface Surroundings {
  readonly layout: Layout;
  readonly pm: PackageManager;
  readonly year: number;
  /** How a manifest names its schema, from its own folder. */
  readonly schemas: { readonly provider: string; readonly service: string };
  readonly serviceName: string;
  /** What the manifest of the provider says under `service`. */
  readonly serviceIdentifier?: string;
}

/** Everything that templates read. */
export interface TemplateValues extends ProviderNames, Surroundings {
  readonly kind: Kind;
  readonly runs?: ServiceRuns;
  readonly isRemote: boolean;
  /** Whether its service is code of its own, which runs on this machine. */
  readonly isRunnable: boolean;
  readonly needsKey: boolean;
  readonly description: string;
  readonly licence: Licence;
  /** Who holds the rights since when. Without an author those who contribute. */
  readonly copyright: string;
  readonly url?: string;
  readonly image?: string;
  readonly port?: number;
  readonly health?: string;
  readonly endpoint?: string;
  readonly capabilities: readonly CapabilityWords[];
  /** Classes of media that the code names, those apart that it makes itself. */
  readonly classesBesideText: readonly string[];
  readonly samples: readonly Sample[];
  readonly imports: typeof importLines;
  readonly yaml: typeof yamlText;
}

const MADE_HERE = ['Text', 'Embedding'];

/** What the templates say about a provider. */
export function templateValues(answers: ProviderAnswers, surroundings: Surroundings): TemplateValues {
  const { names, kind, author, licence, model, ...rest } = answers;
  const { runs, needsKey } = KINDS[kind];
  const isOnly = answers.capabilities.length === 1;
  const capabilities = answers.capabilities.map((id, index) => {
    const ownId = isOnly ? `${names.id}-default` : `${names.id}-${id}`;
    return capabilityWords(id, { className: names.className, modelId: (index === 0 && model) || ownId });
  });
  const classes = new Set(capabilities.flatMap(({ inputClass, outputClass }) => [inputClass, outputClass]));
  const sampled = new Set(capabilities.flatMap(({ sampleNames }) => sampleNames));
  return {
    ...rest,
    ...names,
    ...surroundings,
    kind,
    runs,
    isRemote: runs === undefined,
    isRunnable: runs === 'node' || runs === 'python',
    needsKey,
    licence,
    copyright: `Copyright (c) ${surroundings.year} ${author || 'the contributors'}`,
    capabilities,
    classesBesideText: [...classes].filter((name) => !MADE_HERE.includes(name)).sort(),
    samples: Object.values(SAMPLES).filter(({ constant }) => sampled.has(constant)),
    imports: importLines,
    yaml: yamlText,
  };
}
