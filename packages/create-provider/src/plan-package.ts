import type { ProviderAnswers } from './answers';
import { recordedCalls, sampleFiles, sampleRequests } from './conformance-files';
import { KINDS } from './kinds';
import type { PackageManager } from './package-manager';
import { packageJson } from './package-json';
import type { PlannedFile } from './planned-file';
import { renderTemplates } from './render-templates';
import { templateValues } from './template-values';

/** How a package of its own is made. */
export interface PackageSettings {
  readonly pm: PackageManager;
  /** Of the copyright. */
  readonly year: number;
}

const SCHEMAS = 'node_modules/@mediaconduit/sdk/schemas';

/** The files of a package of its own: provider, service, tests, and all that builds and releases it. */
export function planPackage(answers: ProviderAnswers, { pm, year }: PackageSettings): PlannedFile[] {
  const { runs, templates } = KINDS[answers.kind];
  const values = templateValues(answers, {
    layout: 'package',
    pm,
    year,
    schemas: {
      provider: `${SCHEMAS}/mediaconduit.provider.schema.json`,
      service: `../${SCHEMAS}/mediaconduit.service.schema.json`,
    },
    serviceName: `${answers.names.id}-service`,
    serviceIdentifier: runs && './service',
  });
  const service = runs === undefined ? [] : renderTemplates(`services/${runs}`, values);
  return [
    { path: 'package.json', text: packageJson(answers, values) },
    ...['package', 'provider', ...templates].flatMap((folder) => renderTemplates(folder, values)),
    ...service.map((file) => ({ ...file, path: `service/${file.path}` })),
    ...sampleFiles(values),
    ...(values.isRunnable ? [sampleRequests(values, 'src/__fixtures__')] : recordedCalls(values)),
  ];
}
