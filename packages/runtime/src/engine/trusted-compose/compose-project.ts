import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { MediaConduitError, serviceVariablePrefix, type ServiceDefinition } from '@mediaconduit/sdk';
import { namePrefix } from '../docker/named-volume';
import type { ComposeFiles } from './compose-files';
import { composeOverlay } from './compose-overlay';
import type { ComposeTool } from './compose-tool';
import { parsed } from './files-named-in';
import type { CommandOptions, CommandResult, RunCommand } from './run-command';

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
  /** For the overlay, which is there as long as Compose runs. */
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
    const { definition } = this.input;
    const names = Object.entries(this.#given()).map(([name], index): [string, string] => [
      name,
      `MEDIACONDUIT_${index}`,
    ]);
    const sources = new Map(names);
    const values = names.map(([name, source]): [string, string] => [source, this.#given()[name] ?? '']);
    const environment = { ...this.#variables(), ...tools.environment, ...Object.fromEntries(values) };
    const options: CommandOptions = { folder: dirname(this.#file), environment, signal: tools.signal };
    const { stdout } = await this.#compose(tools, options, [this.#file], ['config']);
    const overlay = composeOverlay({
      ...{ ...this.input, name: this.name, spec: this.spec, processId: tools.processId, environment: sources },
      serviceName: definition.docker?.serviceName ?? '',
      config: parsed(stdout, this.#file),
      version: parsed(readFileSync(this.#file, 'utf8'), this.#file)['version'],
    });
    await mkdir(tools.folder, { recursive: true, mode: 0o700 });
    const file = join(tools.folder, `${this.name}.${randomUUID()}.json`);
    try {
      await writeFile(file, JSON.stringify(overlay), { mode: 0o600 });
      const words = ['up', '-d', definition.docker?.serviceName ?? ''];
      await this.#compose(tools, options, [this.#file, file], words);
    } finally {
      await rm(file, { force: true });
    }
  }

  async #compose(
    { run, tool }: ProjectTools,
    options: CommandOptions,
    files: readonly string[],
    words: readonly string[],
  ): Promise<CommandResult> {
    const named = files.flatMap((file) => ['-f', file]);
    const place = ['-p', this.name, '--project-directory', options.folder];
    const result = await run([...tool, ...place, ...named, ...words], options);
    options.signal.throwIfAborted();
    if (result.code !== 0) throw this.#failed(words[0] ?? '', result);
    return result;
  }

  /** What the container gets, as from a file of the subset. */
  #given(): Readonly<Record<string, string>> {
    return { ...this.input.definition.environment, ...this.input.environment };
  }

  /** What `${X}` in the file reads. */
  #variables(): Readonly<Record<string, string>> {
    const port = `${serviceVariablePrefix(this.input.definition.id)}_HOST_PORT`;
    return { [port]: '0', SERVICE_HOST_PORT: '0', ...this.#given() };
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
