import type { ServiceContainer } from '@mediaconduit/runtime';
import { serviceVariablePrefix, type EngineName, type ServiceDefinition } from '@mediaconduit/sdk';
import { describeTime } from '../describe-time';
import { commandText } from './install-lines';
import { codeOf, proseOf } from './markdown-text';
import { sizeWords } from './size-words';
import type { DescribedService } from './provider-facts';

/** How a provider's service runs and what it needs, one line for each thing to know. */
export function serviceLines({ containers, definition }: DescribedService): string[] {
  const { id, url } = definition;
  if (url !== undefined) return [`The service runs elsewhere, at ${codeOf(url)}.`];
  const rows: (readonly [what: string, words: string])[] = [
    ['Runs', engineWords(definition)],
    ['As a process', processWords(definition)],
    ['On Docker', dockerWords(definition, containers)],
    ['GPU', definition.gpu || containers?.some(({ needsGpu }) => needsGpu) ? 'needed' : 'not needed'],
    ['Limits', limitWords(definition)],
    ['Disk', diskWords(definition)],
    ['Gets', inheritWords(definition)],
    ['Used instead', elsewhereWords(definition)],
  ];
  return [
    `The service ${codeOf(id)} starts with the first call${stopWords(definition)}.`,
    '',
    ...rows.filter(([, words]) => words !== '').map(([what, words]) => `- **${what}**: ${words}`),
  ];
}

const ENGINES: Readonly<Record<EngineName, string>> = {
  process: 'as a process',
  docker: 'on Docker',
  remote: 'elsewhere',
};

function engineWords({ docker, engines, process }: ServiceDefinition): string {
  const usable = engines.filter((engine) => (engine === 'process' ? process : engine === 'docker' ? docker : true));
  const words = usable.map((engine) => ENGINES[engine]).join(', else ');
  const choice = usable.length > 1 ? '; `--engine` or `MEDIACONDUIT_ENGINE` chooses' : '';
  return `${words}${choice}`;
}

function stopWords({ idleStopMs }: ServiceDefinition): string {
  return idleStopMs > 0 ? ` and stops when nobody has used it for ${timeWords(idleStopMs)}` : '';
}

function processWords({ process, readiness }: ServiceDefinition): string {
  if (!process) return '';
  const { command, programs = {}, python } = process;
  const needs = Object.entries(programs).map(([name, how]) => `${codeOf(name)} on the PATH (${proseOf(how)})`);
  const all = [
    ...(python ? [`Python${python.version === undefined ? '' : ` ${codeOf(python.version)}`} with venv`] : []),
    ...needs,
  ];
  const needWords = all.length === 0 ? '' : `; needs ${all.join(' and ')}`;
  const time = `; has to be ready within ${timeWords(readiness.timeoutMs)}`;
  return `${codeOf(command.join(' '))}${needWords}${time}`;
}

function dockerWords({ docker, id }: ServiceDefinition, containers: DescribedService['containers']): string {
  if (!docker) return '';
  if (containers) return containers.map(containerWords).join('; ');
  return `its compose file is run as it is, when you trust it: ${codeOf(commandText('trust', id))}`;
}

function containerWords({ build, image, memoryBytes, ports }: ServiceContainer): string {
  const from = build === undefined ? `the image ${codeOf(image ?? '')}` : `an image built from ${codeOf(build)}`;
  const where = ports.length === 0 ? '' : `, port ${ports.join(', ')} inside, a free one on this machine`;
  return `${from}${where}${memoryBytes === undefined ? '' : `, at most ${sizeWords(memoryBytes)} of memory`}`;
}

function limitWords({ limits }: ServiceDefinition): string {
  const { cpus, maxDurationMs, maxInputBytes, memoryBytes } = limits;
  const parts = [
    memoryBytes ? `${sizeWords(memoryBytes)} of memory` : '',
    cpus ? `${cpus} CPUs` : '',
    maxInputBytes ? `${sizeWords(maxInputBytes)} of input` : '',
    maxDurationMs ? `${timeWords(maxDurationMs)} a call` : '',
  ];
  return parts.filter((part) => part !== '').join(', ');
}

function diskWords({ cache, docker, process }: ServiceDefinition): string {
  if (!cache) return '';
  const places = [
    process ? `a folder of MediaConduit, or the one that ${codeOf(cache.variable)} names` : '',
    docker && cache.volume !== undefined ? `on Docker the volume ${codeOf(cache.volume)}` : '',
  ].filter((part) => part !== '');
  return `downloads are kept in ${places.join(', ')}; ${codeOf(commandText('cache', 'ls'))} shows them`;
}

function inheritWords({ process }: ServiceDefinition): string {
  const names = process?.inherit ?? [];
  return names.length === 0 ? '' : `as a process, these variables of yours: ${names.map(codeOf).join(', ')}`;
}

function elsewhereWords({ id, urlVariables = [] }: ServiceDefinition): string {
  const names = [`${serviceVariablePrefix(id)}_SERVICE_URL`, ...urlVariables];
  return `the service at the address in ${names.map(codeOf).join(' or ')}, where that is set`;
}

function timeWords(ms: number): string {
  return describeTime(ms).replace(/ 0 (?:s|min)$/, '');
}
