import { readFileSync } from 'node:fs';
import { parse, stringify } from 'yaml';
import type { FakeDockerClient } from '../../docker/__fixtures__/fake-docker-client';
import type { CommandResult, RunCommand } from '../run-command';

interface FakeService {
  readonly profiles?: readonly string[];
  readonly depends_on?: readonly string[];
  readonly container_name?: string;
  readonly labels?: Readonly<Record<string, string>>;
}
type Services = Readonly<Record<string, FakeService>>;

/** In what it may differ from the Compose of today. */
export interface FakeComposeFaults {
  /** `--profile '*'` means nothing to it. */
  readonly knowsNoWildcard?: boolean;
  /** The service that gets no labels of ours. */
  readonly unlabelled?: string;
  /** What `up` ends with, when it has made everything. */
  readonly exitCode?: number;
}

/** Version 2 as far as it matters: `config` leaves out what no profile asks for, `up` makes a service and what it needs. */
export function fakeComposeV2(client: FakeDockerClient, faults: FakeComposeFaults = {}): RunCommand {
  return async (words): Promise<CommandResult> => {
    const valuesOf = (option: string): string[] => words.filter((_, index) => words[index - 1] === option);
    const files = valuesOf('-f').map((file) => (parse(readFileSync(file, 'utf8')) as { services: Services }).services);
    if (words.includes('config')) {
      const isAll = valuesOf('--profile').includes('*') && !faults.knowsNoWildcard;
      const shown = Object.entries(files[0] ?? {}).filter(([, { profiles }]) => isAll || !profiles);
      return { code: 0, stdout: stringify({ services: Object.fromEntries(shown) }), stderr: '' };
    }
    const [project = ''] = valuesOf('-p');
    if (words.includes('up')) await upWith(client, { project, files, faults, target: words.at(-1) ?? '' });
    return { code: words.includes('up') ? (faults.exitCode ?? 0) : 0, stdout: '', stderr: '' };
  };
}

interface Up {
  readonly project: string;
  readonly files: readonly Services[];
  readonly faults: FakeComposeFaults;
  readonly target: string;
}

async function upWith(client: FakeDockerClient, { faults, files, project, target }: Up): Promise<void> {
  for (const name of [...(files[0]?.[target]?.depends_on ?? []), target]) {
    const { container_name: own, labels } = files[1]?.[name] ?? {};
    const given = name === faults.unlabelled ? {} : labels;
    const request = { Image: 'x', ExposedPorts: { '80/tcp': {} }, Labels: { ...given, [PROJECT_LABEL]: project } };
    await client.startContainer(await client.createContainer(own ?? `${project}-${name}-1`, request));
  }
}

const PROJECT_LABEL = 'com.docker.compose.project';
