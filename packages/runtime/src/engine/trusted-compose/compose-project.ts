import { createHash } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { MediaConduitError, serviceVariablePrefix, type ServiceDefinition } from '@mediaconduit/sdk';
import { namePrefix } from '../docker/named-volume';
import { readComposeFiles, type ComposeFiles } from './compose-files';
import { composeOverlay } from './compose-overlay';
import { composeFolder } from './compose-places';
import type { ComposeTool } from './compose-tool';
import { variablesFile } from './compose-variables';
import { parsed, valuesOf } from './files-named-in';
import { LONGEST_OUTPUT, type CommandOptions, type CommandResult, type RunCommand } from './run-command';

/** How much of what Compose said is told, in lines. */
const MOST_LINES = 20;

/** What a project is made from. */
export interface ProjectInput {
  readonly definition: ServiceDefinition;
  readonly files: ComposeFiles;
  /** Variables of the call, over those of the definition. */
  readonly environment: Readonly<Record<string, string>>;
  readonly homeId: string;
}

/** What `up` needs of the world. */
export interface ProjectTools {
  readonly run: RunCommand;
  readonly tool: ComposeTool;
  /** What Compose itself needs: `PATH`, `HOME` and those of Docker. */
  readonly environment: Readonly<Record<string, string>>;
  /** For the files that Compose is given, which are there as long as it runs. */
  readonly folder: string;
  readonly processId: number;
  readonly signal: AbortSignal;
}

/** One trusted compose file with the variables of one service. */
export class ComposeProject {
  readonly spec: string;
  /** Of the project and of its main container. */
  readonly name: string;
  readonly #file: string;

  /** @param suffix tells several copies apart. */
  constructor(
    private readonly input: ProjectInput,
    suffix: string,
  ) {
    const { definition, files, homeId } = input;
    this.#file = resolve(definition.folder, definition.docker?.composeFile ?? '');
    const facts = [files.sha256, this.#file, definition.docker, this.#given(), suffix];
    this.spec = createHash('sha256').update(JSON.stringify(facts)).digest('hex');
    this.name = `${namePrefix(homeId, definition.id).replaceAll('.', '-')}-${this.spec.slice(0, 8)}${suffix}`;
  }

  /**
   * Starts the service and what it depends on. What was made stays when it fails, under the labels of the project.
   * @throws `MC_SERVICE_START_FAILED` with what Compose said.
   */
  async up(tools: ProjectTools): Promise<void> {
    const folder = composeFolder(tools.folder, this.name);
    await rm(folder, { recursive: true, force: true }); // of a process that was killed
    await mkdir(folder, { recursive: true, mode: 0o700 });
    try {
      await this.#up(tools, folder);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  async #up(tools: ProjectTools, folder: string): Promise<void> {
    const { definition, files } = this.input;
    const serviceName = definition.docker?.serviceName ?? '';
    const { given, told, values } = this.#variables();
    const options: CommandOptions = {
      folder: dirname(this.#file),
      environment: { ...tools.environment, ...values },
      signal: tools.signal,
    };
    const write = (name: string, text: string): Promise<string> => writePrivate(join(folder, name), text);
    const variables = ['--env-file', await write('variables.env', variablesFile(told, files.dotEnv))];
    const { config, text } = await this.#read(tools, options, variables);
    const overlay = composeOverlay({
      ...{ ...this.input, name: this.name, spec: this.spec, processId: tools.processId, environment: given },
      serviceName,
      config,
    });
    // from what was read: the files may change at any time
    const whole = ['-f', await write('compose.yml', text)];
    const ours = ['-f', await write('overlay.json', JSON.stringify(overlay))];
    await this.#compose(tools, options, [...variables, ...whole, ...ours, 'up', '-d', '--build', serviceName]);
  }

  /** The whole configuration, of nothing but what is trusted. */
  async #read(
    tools: ProjectTools,
    options: CommandOptions,
    variables: readonly string[],
  ): Promise<{ readonly config: Readonly<Record<string, unknown>>; readonly text: string }> {
    const { serviceName = '' } = this.input.definition.docker ?? {};
    // without the wildcard it leaves out a service that only a profile asks for, and we could not make that one ours
    const everything = [...variables, '--profile', '*', '-f', this.#file, 'config'];
    const result = await this.#compose(tools, options, everything);
    this.#requireUnchanged();
    const { stdout: text } = result;
    const config = parsed(text, this.#file);
    const isWhole = Buffer.byteLength(text) < LONGEST_OUTPUT;
    if (isWhole && Object.hasOwn(valuesOf(config['services']), serviceName)) return { config, text };
    const reason = isWhole ? `it tells of no service "${serviceName}"` : `more than ${LONGEST_OUTPUT} bytes`;
    throw this.#failed('config', { ...result, stderr: reason });
  }

  async #compose(
    { run, tool }: ProjectTools,
    options: CommandOptions,
    words: readonly string[],
  ): Promise<CommandResult> {
    const place = ['-p', this.name, '--project-directory', options.folder];
    const result = await run([...tool, ...place, ...words], options);
    options.signal.throwIfAborted();
    if (result.code !== 0) throw this.#failed(words.includes('up') ? 'up' : 'config', result);
    return result;
  }

  #requireUnchanged(): void {
    const { definition, files } = this.input;
    if (readComposeFiles(definition.folder, definition.docker?.composeFile ?? '').sha256 === files.sha256) return;
    const { id } = definition;
    const message = `${this.#file} of ${id}, or a file that it takes in, changed while it was being started.`;
    throw new MediaConduitError('MC_SERVICE_POLICY', message, {
      hint: `look at what has changed, then trust it again: mediaconduit trust ${id}`,
      facts: { service: id, file: this.#file },
    });
  }

  /** What the container gets, as from a file of the subset. */
  #given(): Readonly<Record<string, string>> {
    return { ...this.input.definition.environment, ...this.input.environment };
  }

  /** Compose finds every value under a name of ours, which means nothing to it or to any other program. */
  #variables(): ProjectVariables {
    const port = `${serviceVariablePrefix(this.input.definition.id)}_HOST_PORT`;
    const given = this.#given();
    const all = Object.entries({ [port]: '0', SERVICE_HOST_PORT: '0', ...given });
    const sources = all.map(([name], index): [string, string] => [name, `MEDIACONDUIT_${index}`]);
    return {
      values: Object.fromEntries(all.map(([, value], index) => [`MEDIACONDUIT_${index}`, value])),
      given: new Map(sources.filter(([name]) => Object.hasOwn(given, name))),
      told: new Map(sources.filter(([name]) => this.input.files.variables.includes(name))),
    };
  }

  #failed(command: string, { code, stderr }: CommandResult): MediaConduitError {
    const { id } = this.input.definition;
    const lines = stderr.trim().split('\n').slice(-MOST_LINES);
    const message = `Compose could not run ${id}: ${lines.at(-1) || `"${command}" ended with exit code ${code}`}`;
    return new MediaConduitError('MC_SERVICE_START_FAILED', message, {
      hint: `a trusted file is run as it is: compare it with what your Compose takes (docker compose -f ${this.#file} config)`,
      facts: { service: id, file: this.#file, command, exitCode: code, logs: lines },
    });
  }
}

interface ProjectVariables {
  /** The environment of Compose. */
  readonly values: Readonly<Record<string, string>>;
  /** Of the container, by name: where in `values` it is. */
  readonly given: ReadonlyMap<string, string>;
  /** Of those, and of the ports, what the files read. */
  readonly told: ReadonlyMap<string, string>;
}

async function writePrivate(file: string, text: string): Promise<string> {
  await writeFile(file, text, { mode: 0o600 });
  return file;
}
