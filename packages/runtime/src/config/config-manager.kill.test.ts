import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { temporaryFolder } from '@mediaconduit/testkit';
import { parseStackFile } from '../stack-file/parse-stack-file';

const KILLS = process.env['TORTURE'] ? 200 : 10;
const FIRST = 'services: { a: { image: "x:0" } }\n';

interface Said {
  readonly opened?: string;
  readonly runs?: Readonly<Record<string, string>>;
  readonly begun?: string;
  readonly done?: string;
}

/** Runs the program and kills it some time after it has opened its configuration. */
async function runAndKill(folder: string): Promise<Said[]> {
  const child = spawn(process.execPath, [path.join(__dirname, '__fixtures__', 'reload-program.cjs'), folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const said: Said[] = [];
  const closed = once(child, 'close');
  for await (const line of createInterface(child.stdout)) {
    said.push(JSON.parse(line) as Said);
    if (said.length === 1) setTimeout(() => child.kill('SIGKILL'), Math.random() * 120);
  }
  await closed;
  return said;
}

function imagesOf(text: string): Record<string, string> {
  const services = Object.values(parseStackFile(text, { file: '/m/mediaconduit.yml' }).services);
  return Object.fromEntries(services.map(({ name, definition }) => [name, definition?.docker?.image ?? '']));
}

it(`finds the old or the new configuration after ${KILLS} kills in the middle of a change`, async () => {
  await using folder = await temporaryFolder();
  await folder.write('mediaconduit.yml', FIRST);
  let possible: readonly string[] = [FIRST];
  let changes = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    const [opened, ...rest] = await runAndKill(folder.path);
    expect(possible).toContain(opened?.opened);
    expect(opened?.runs).toEqual(imagesOf(opened?.opened ?? ''));
    const done = rest.flatMap((one) => one.done ?? []).at(-1) ?? opened?.opened ?? '';
    const begun = rest.flatMap((one) => one.begun ?? []).at(-1) ?? done;
    possible = [done, begun];
    changes += rest.length;
  }
  expect(changes).toBeGreaterThan(KILLS);
  const left = ['home', 'home/generations'].flatMap((name) => readdirSync(path.join(folder.path, name)));
  expect(left.filter((name) => name.endsWith('.tmp')).length).toBeLessThanOrEqual(1);
}, 300_000);
