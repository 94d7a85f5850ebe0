import type {
  PlannedContainer,
  PlannedDownload,
  PlannedImageSize,
  PlannedModel,
  PlannedService,
  PlannedSource,
} from '@mediaconduit/runtime';
import type { MediaConduitError } from '@mediaconduit/sdk';
import { passedOverWords } from './release-age-option';
import { readableSize } from './readable-size';
import { shortText } from './short-text';
import { tableLines } from './table';

type Row = readonly [label: string, text: string];

const STATES: Readonly<Record<NonNullable<PlannedSource['state']>, string>> = {
  stored: 'stored',
  installed: 'installed',
  folder: 'used where it is',
  locked: 'locked, not stored here',
  new: 'new',
  stack: 'described in the stack file',
  address: 'runs elsewhere',
};

/** One entry of a plan for people: a headline, and a line for each thing to know. */
export function planLines(one: PlannedSource, width: number): string {
  const { commit, identifier, state, version } = one;
  const name = version ?? commit?.slice(0, 12);
  const headline = [name, state ? STATES[state] : 'unknown'].filter((word) => word !== undefined).join(', ');
  const rows = rowsOf(one).map(([label, text]) => [`  ${label}`, shortText(text)]);
  return tableLines([[identifier, shortText(headline)]], width) + tableLines(rows, width);
}

function rowsOf(one: PlannedSource): Row[] {
  const { download, environment, licence, namedBy, passedOver, problem, provider, scripts, service, source } = one;
  const { unread, usesService } = one;
  const needed = environment.filter(({ isRequired, isSet }) => isRequired && !isSet);
  const read = environment.filter((variable) => !needed.includes(variable));
  return [
    ['named by', namedBy.join(', ')],
    ...row('from', source),
    ...row('not taken', passedOver && passedOverWords(passedOver)),
    ...row('download', download && downloadWords(download)),
    ...(provider ? providerRows(provider) : []),
    ...row('licence', licence),
    ...needed.map(({ description, name }): Row => [
      'needs',
      `${name}, which is not set${description ? `: ${description}` : ''}`,
    ]),
    ...row('reads', read.map(({ isSet, name }) => (isSet ? `${name} (set)` : name)).join(', ')),
    ...scripts.map((script): Row => ['does not run', `${script.name} of ${script.package}: ${script.command}`]),
    ...row('uses', usesService),
    ...(service ? serviceRows(service) : []),
    ...row('unread', unread && `only mediaconduit.lock was read: ${errorWords(unread)}`),
    ...row('problem', problem && errorWords(problem)),
    ...row('', problem?.hint),
  ];
}

function providerRows({
  capabilities,
  downloads,
  id,
  isCompiled,
  isolation,
  models,
}: NonNullable<PlannedSource['provider']>): Row[] {
  const count = models === undefined ? '' : `, ${models} ${models === 1 ? 'model' : 'models'}`;
  const place = isolation === 'process' ? 'in a process of its own' : 'in the program, with all its rights';
  return [
    ['provider', `${id}: ${capabilities.join(', ')}${count}`],
    ['runs', `${place}${isCompiled ? '; is compiled first, as it is TypeScript' : ''}`],
    ...row('first use', downloads && `downloads the model: ${downloads.map(modelWords).join(', ')}`),
  ];
}

function serviceRows(service: PlannedService): Row[] {
  const { cache, command, containers, engine, id, needsGpu, problem, pythonLock, url } = service;
  const how = engine === 'docker' ? 'on Docker' : engine === 'process' ? 'as a process' : `at ${url}`;
  return [
    ['service', engine ? `${id}, ${how}${needsGpu ? ', for a GPU' : ''}` : id],
    ...containers.map((container): Row => ['container', containerWords(container)]),
    ...row('command', command?.join(' ')),
    ...row('installs', pythonLock && `the Python packages of ${pythonLock}`),
    ...row('models', cache && `are downloaded when they are used, ${placeOf(service)}`),
    ...row('problem', problem && errorWords(problem)),
    ...row('', problem?.hint),
  ];
}

function placeOf({ cache, engine }: PlannedService): string {
  if (engine === 'docker' && cache?.volume !== undefined) return `into the volume ${cache.volume}`;
  return `to where ${cache?.variable} says`;
}

function containerWords({ build, image, imageSize, name, ports }: PlannedContainer): string {
  const from = build === undefined ? `image ${image} (${sizeWords(imageSize)})` : `built from ${build} (size unknown)`;
  const where = ports.length > 0 ? `, port ${ports.join(', ')} on this machine only` : '';
  return `${name}: ${from}${where}`;
}

function sizeWords(size: PlannedImageSize | undefined): string {
  if (!size) return 'size unknown';
  return size.isHere ? `here, ${readableSize(size.sizeBytes)}` : `download of ${readableSize(size.sizeBytes)}`;
}

function modelWords({ id, sizeBytes }: PlannedModel): string {
  return `${id} ${sizeBytes === undefined ? 'of unknown size' : readableSize(sizeBytes)}`;
}

function downloadWords({ packages, sizeBytes, sized }: PlannedDownload): string {
  const count = packages === 1 ? '1 package' : `${packages} packages`;
  if (sized === 0) return `${count}, of unknown size until it is fetched`;
  const rest = sized < packages ? ` and ${packages - sized} of unknown size` : '';
  return `${count}, ${readableSize(sizeBytes)} unpacked${rest}`;
}

function errorWords({ code, message }: MediaConduitError): string {
  return `${code} ${message}`;
}

function row(label: string, text: string | undefined): Row[] {
  return text === undefined || text === '' ? [] : [[label, text]];
}
