import { isMediaConduitError, type MediaConduitError } from '../error/mediaconduit-error';
import { parseProviderManifest } from './parse-provider-manifest';
import { parseServiceDefinition } from './parse-service-definition';

const FILE = '/p/file.yml';
const NEW_PROVIDER = 'contract: 1\nid: a\ntype: local\n';
const NEW_SERVICE = 'id: a\nengines: [docker]\ndocker: { image: a }\n';

function failure(parse: (text: string, options: { file: string }) => unknown, text: string): MediaConduitError {
  try {
    parse(text, { file: FILE });
  } catch (thrown) {
    if (isMediaConduitError(thrown, 'MC_MANIFEST_INVALID')) return thrown;
    throw thrown;
  }
  throw new TypeError('the manifest was taken');
}

describe('checkManifest', () => {
  it.each([
    [
      'an unknown key',
      `${NEW_PROVIDER}capabilitys: []`,
      '4:1 unknown key "capabilitys"',
      'did you mean "capabilities"?',
    ],
    [
      'a misspelt key of an old manifest',
      'id: a\ntype: local\nmodles: []',
      '3:1 unknown key "modles"',
      'did you mean "models"?',
    ],
    [
      'a misspelt key within a map',
      'id: a\ntype: local\nserviceConfig:\n  serviceNmae: x',
      '4:3 unknown key "serviceNmae"',
      'did you mean "serviceName"?',
    ],
    ['a misspelt contract', 'contrct: 1\nid: a\ntype: local', '1:1 unknown key "contrct"', 'did you mean "contract"?'],
    ['a key like no other', `${NEW_PROVIDER}zzz: 1`, '4:1 unknown key "zzz"', 'keys here: contract, id, '],
    ['a missing key', 'contract: 1\nid: a', '1:1 "type" is missing', 'add "type"'],
    ['a list where text belongs', `${NEW_PROVIDER}name: [a]`, '4:7 "name" must be text, not a list', 'Name for people'],
    [
      'text where a list belongs',
      `${NEW_PROVIDER}capabilities: text-to-text`,
      '4:15 "capabilities" must be a list, not text',
      '<input>-to-<output>',
    ],
    [
      'a map where a list belongs',
      'id: a\ntype: local\ncapabilities: {a: 1}',
      '3:15 "capabilities" must be a list, not a map',
      '',
    ],
    ['an empty value', `${NEW_PROVIDER}service:`, '4:9 "service" must be text or a map, not empty', 'identifier'],
    [
      'a wrong type',
      'id: a\ntype: docker',
      '2:7 "type" must be local or remote, not "docker"',
      'write local or remote',
    ],
    [
      'a contract that is no range',
      'contract: ^1.0.0\nid: a\ntype: local',
      '1:11 "contract" must be a number or a range, not "^1.0.0"',
      '1-3',
    ],
    ['no id', 'type: local', '1:1 "id" is missing', 'kebab-case'],
    [
      'an id that is not kebab-case',
      'contract: 1\nid: Cow Say\ntype: local',
      '2:5 the id "Cow Say" is not kebab-case',
      'write "cow-say"',
    ],
    ['an id that names a source', 'contract: 1\nid: github\ntype: local', '2:5 "github" cannot be an id', ''],
    ['an id of no letters', 'name: 日本\ntype: local', '1:7 "日本" gives no id', 'such as'],
    [
      'a misspelt capability',
      `${NEW_PROVIDER}capabilities: [text-to-txt]`,
      '4:16 "text-to-txt" is no capability',
      'did you mean "text-to-text"?',
    ],
    ['a model without id', `${NEW_PROVIDER}models:\n  - name: x`, '5:5 "models[0].id" is missing', 'add "id"'],
    ['a model listed twice', `${NEW_PROVIDER}models: [a, {id: a}]`, '4:13 the model "a" is listed twice', ''],
    [
      'a size of no form',
      `${NEW_PROVIDER}models: [{id: a, limits: {maxInputBytes: 1 parsec}}]`,
      '4:42 "models[0].limits.maxInputBytes" has a form',
      '',
    ],
    [
      'an entry file outside',
      `${NEW_PROVIDER}main: ../other/index.js`,
      '4:7 the path "../other/index.js" leaves the folder',
      '',
    ],
    ['an absolute entry file', `${NEW_PROVIDER}main: /etc/passwd`, '4:7 the path "/etc/passwd" leaves the folder', ''],
    ['an entry file on a drive', `${NEW_PROVIDER}main: C:\\x.js`, '4:7 the path "C:\\x.js" leaves the folder', ''],
    [
      'a compose override outside',
      'id: a\ntype: local\nserviceUrl: x\nserviceConfig: { dockerCompose: a/../../b }',
      '4:33 the path "a/../../b" leaves',
      '',
    ],
    [
      'a variable of no form',
      `${NEW_PROVIDER}configuration: { environment: { a-b: {} } }`,
      '4:33 "a-b" has a form that is not taken',
      '',
    ],
    ['a base URL of no form', `${NEW_PROVIDER}defaultBaseUrl: ftp://x`, '4:17 "defaultBaseUrl" has a form', 'Base URL'],
  ])('refuses a provider manifest with %s', (_what, text, message, hint) => {
    const error = failure(parseProviderManifest, text);
    expect(error.message).toContain(`${FILE}:${message}`);
    expect(error.hint).toEqual(expect.stringContaining(hint));
  });

  it.each([
    ['an unknown key', `${NEW_SERVICE}idelStopMs: 1`, '4:1 unknown key "idelStopMs"', 'did you mean "idleStopMs"?'],
    [
      'a misspelt key of an old manifest',
      'name: a\ndocker: { composFile: x }',
      '2:11 unknown key "composFile"',
      'did you mean "composeFile"?',
    ],
    [
      'an unknown engine',
      'id: a\nengines: [dokcer]',
      '2:11 "engines[0]" must be docker or process or remote, not "dokcer"',
      'did you mean "docker"?',
    ],
    [
      'an engine without its block',
      'id: a\nengines: [docker, process]\ndocker: {image: a}',
      '2:19 the engine "process" is listed, but there is no "process"',
      'add "process"',
    ],
    [
      'an engine remote without url',
      'id: a\nengines: [remote]\ndocker: {image: a}',
      '2:11 the engine "remote" is listed, but there is no "url"',
      'add "url"',
    ],
    [
      'no way to run it',
      'id: a\ncritical: true',
      '1:1 nothing says how to run the service',
      'add "process", "docker" or "url"',
    ],
    [
      'a process without a command',
      'id: a\nprocess: { port: fd }',
      '2:10 "process.command" is missing',
      'add "command"',
    ],
    ['an empty command', 'id: a\nprocess: { command: [] }', '2:21 "process.command" must not be empty', ''],
    [
      'a port of an unknown kind',
      'id: a\nprocess: { command: [a], port: auto }',
      '2:32 "process.port" has a form that is not taken: "auto"',
      'fd',
    ],
    [
      'a log pattern without a group',
      `id: a\nprocess: { command: [a], port: { log: 'at \\d+' } }`,
      '2:39 the pattern for the log has no group',
      'Listening',
    ],
    [
      'a log pattern of no form',
      `id: a\nprocess: { command: [a], port: { log: '(' } }`,
      '2:39 the pattern for the log is no regular expression',
      '',
    ],
    [
      'an unknown platform',
      'id: a\nprocess: { command: [a], platforms: { linus: {} } }',
      '2:39 unknown key "linus"',
      'did you mean "linux"?',
    ],
    [
      'a compose file outside',
      'name: a\ndocker: { composeFile: ../x.yml }',
      '2:24 the path "../x.yml" leaves the folder',
      '',
    ],
    [
      'a probe without a slash',
      `${NEW_SERVICE}readiness: { path: health }`,
      '4:20 "readiness.path" has a form',
      'from "/"',
    ],
    [
      'a probe on another host',
      `${NEW_SERVICE}readiness: { path: //evil.example }`,
      '4:20 "readiness.path" has a form',
      '',
    ],
    [
      'too long a start',
      `${NEW_SERVICE}readiness: { timeoutMs: 1800001 }`,
      '4:25 "readiness.timeoutMs" must be <= 1800000',
      '',
    ],
    ['a negative time', `${NEW_SERVICE}idleStopMs: -1`, '4:13 "idleStopMs" must be >= 0', ''],
    [
      'an infinite time',
      `${NEW_SERVICE}idleStopMs: .inf`,
      '4:13 "idleStopMs" must be a whole number, not Infinity',
      '',
    ],
    [
      'a memory of no form',
      `${NEW_SERVICE}limits: { memory: lots }`,
      '4:19 "limits.memory" has a form that is not taken: "lots"',
      '',
    ],
    [
      'a memory too large to count',
      `${NEW_SERVICE}limits: { memory: 99999999TiB }`,
      '4:19 "99999999TiB" is no size',
      '',
    ],
    ['a dependency on itself', `${NEW_SERVICE}dependsOn: [b, a]`, '4:16 the service "a" depends on itself', ''],
    ['a port of no form', 'name: a\nports: ["80-90"]', '2:9 "80-90" is no port', ''],
    ['a port too large', 'name: a\nports: [70000]', '2:9 "ports[0]" must be <= 65535', ''],
    [
      'a variable of a wrong kind',
      `${NEW_SERVICE}environment: { A: [1] }`,
      '4:19 "environment.A" must be text or a number or true or false, not a list',
      '',
    ],
    ['a variable without a name', `${NEW_SERVICE}environment: ["=x"]`, '4:15 "environment[0]" has a form', ''],
    [
      'a cache without a variable',
      `${NEW_SERVICE}cache: { volume: a }`,
      '4:8 "cache.variable" is missing',
      'add "variable"',
    ],
    [
      'a cache of an unknown layout',
      `${NEW_SERVICE}cache: { variable: A, layout: hole }`,
      '4:31 "cache.layout" must be items or whole, not "hole"',
      'did you mean "whole"?',
    ],
    ['an address of no form', 'name: a\nurl: localhost', '2:6 "url" has a form', ''],
    ['a health check of no form', 'name: a\nhealthCheck: { endpoint: "a b" }', '2:26 "a b" is no path of a probe', ''],
  ])('refuses a service manifest with %s', (_what, text, message, hint) => {
    const error = failure(parseServiceDefinition, text);
    expect(error.message).toContain(`${FILE}:${message}`);
    expect(error.hint).toEqual(expect.stringContaining(hint));
  });

  it('lists every problem in the order of the file, the first one as facts', () => {
    const error = failure(parseProviderManifest, 'contract: 1\nidd: a\ntype: local\nmodels: 3\nmian: x\n');
    expect(error.message.split('\n')).toEqual([
      `${FILE}:2:1 unknown key "idd"`,
      expect.stringContaining(`${FILE}:4:9 "models" must be a list or a map, not a number`),
      `${FILE}:5:1 unknown key "mian" (did you mean "main"?)`,
    ]);
    expect(error.hint).toBe('did you mean "id"?');
    expect(error.facts).toMatchObject({ file: FILE, line: 2, column: 1, key: 'idd', path: 'idd' });
    expect(error.facts['problems']).toHaveLength(3);
  });

  it('keeps the list short when everything is wrong', () => {
    const keys = Array.from({ length: 200 }, (_, index) => `wrong${index}: 1`);
    const error = failure(parseProviderManifest, [NEW_PROVIDER, ...keys].join('\n'));
    expect(error.message.split('\n')).toHaveLength(51);
    expect(error.message).toMatch(/\nand 150 more$/);
  });

  it('takes a near miss of a key that is there, and of a short one, as unknown ones of an old manifest', () => {
    const { warnings } = parseProviderManifest('id: a\ntype: local\nmodels: []\nmodel: x\nemail: y', { file: FILE });
    expect(warnings).toEqual([
      `${FILE}:4:1 the key "model" is unknown and ignored`,
      `${FILE}:5:1 the key "email" is unknown and ignored`,
    ]);
  });

  it('takes empty values of an old manifest as missing ones', () => {
    const text = 'id: a\ntype: local\nmodels:\nserviceConfig:\n  environment:\ncapabilities:\n  -\n  - text-to-text\n';
    expect(parseProviderManifest(text, { file: FILE })).toMatchObject({ models: [], capabilities: ['text-to-text'] });
  });
});
