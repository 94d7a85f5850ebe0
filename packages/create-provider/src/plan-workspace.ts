import type { ProviderAnswers } from './answers';
import { recordedCalls, sampleFiles, sampleRequests } from './conformance-files';
import { KINDS, type ServiceRuns } from './kinds';
import { parsePackageManager } from './package-manager';
import type { PlannedFile } from './planned-file';
import { renderTemplates } from './render-templates';
import { templateValues, type TemplateValues } from './template-values';
import { workspaceProviderJson, workspaceServiceJson } from './workspace-json';

/** The files of one more provider of this repository, with its service as a package beside it, from the root. */
export function planWorkspace(answers: ProviderAnswers, year: number): PlannedFile[] {
  const { runs } = KINDS[answers.kind];
  const { id, packageName } = answers.names;
  const serviceName = packageName.replace(/-provider$/, '-service');
  const values = templateValues(answers, {
    layout: 'workspace',
    pm: parsePackageManager('npm'),
    year,
    schemas: {
      provider: '../sdk/schemas/mediaconduit.provider.schema.json',
      service: '../../packages/sdk/schemas/mediaconduit.service.schema.json',
    },
    serviceName,
    serviceIdentifier: runs && serviceName,
  });
  return [
    ...below(`packages/${id}-provider`, providerFiles(answers, values)),
    ...(runs === undefined ? [] : below(`services/${id}-service`, serviceFiles(values, runs))),
    { path: `.changeset/${id}-provider.md`, text: changeset(values) },
  ];
}

function providerFiles(answers: ProviderAnswers, values: TemplateValues): PlannedFile[] {
  const { templates } = KINDS[answers.kind];
  const folders = ['provider', 'workspace/provider', ...templates];
  return [
    { path: 'package.json', text: workspaceProviderJson(answers, values) },
    ...folders.flatMap((folder) => renderTemplates(folder, values)),
    ...sampleFiles(values),
    ...(values.isRunnable ? [] : recordedCalls(values)),
  ];
}

function serviceFiles(values: TemplateValues, runs: ServiceRuns): PlannedFile[] {
  const isNode = runs === 'node';
  const folders = [`services/${runs}`, 'workspace/service', ...(isNode ? ['workspace/service-node'] : [])];
  return [
    { path: 'package.json', text: workspaceServiceJson(values, runs) },
    ...folders.flatMap((folder) => renderTemplates(folder, values)),
    ...(values.isRunnable ? [sampleRequests(values, `../../packages/${values.id}-provider/src/__fixtures__`)] : []),
  ];
}

function changeset({ packageName, runs, serviceName, title }: TemplateValues): string {
  const names = [packageName, ...(runs === undefined ? [] : [serviceName])];
  return ['---', ...names.map((name) => `'${name}': minor`), '---', '', `Add the provider ${title}.`, ''].join('\n');
}

function below(folder: string, files: readonly PlannedFile[]): PlannedFile[] {
  return files.map((file) => ({ ...file, path: `${folder}/${file.path}` }));
}
