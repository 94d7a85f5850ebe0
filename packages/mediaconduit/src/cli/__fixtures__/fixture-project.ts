import { copyFileSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder, type TemporaryFolder } from '@mediaconduit/testkit';

const manifest = (id: string, more: string): string => `contract: 1
id: ${id}
name: ${id}
type: local
capabilities: [text-to-text]
main: provider.cjs
${more}
models:
  - id: ${id}-model
    name: ${id}
    description: A model of ${id}.
    capabilities: [text-to-text]
    limits: { maxTextLength: 100 }
  - id: picture
    name: Picture
    capabilities: [text-to-image]
`;

const service = (id: string): string => `id: ${id}-service
name: ${id}
engines: [process, docker]
process:
  command: [node, service.cjs]
  port: fd
  environment: { BEHAVIOUR: ${id} }
docker:
  image: mediaconduit.invalid/${id}
  port: 80
readiness: { path: /health, timeoutMs: 20000 }
`;

/** A project with the providers echo (works), slow (never ready), broken (ends at once), keyed (needs ECHO_KEY) and stubborn (ignores SIGTERM). */
export async function fixtureProject(): Promise<TemporaryFolder> {
  const folder = await temporaryFolder();
  const names = ['echo', 'slow', 'broken', 'keyed', 'stubborn'];
  const dependencies = Object.fromEntries(names.map((name) => [`${name}-provider`, '1.0.0']));
  await folder.write('package.json', JSON.stringify({ name: 'fixture-project', dependencies }));
  for (const name of names) addProvider(folder.path, name);
  const scope = join(folder.path, 'node_modules', '@mediaconduit');
  mkdirSync(scope, { recursive: true });
  symlinkSync(join(__dirname, '../../../node_modules/@mediaconduit/sdk'), join(scope, 'sdk'), 'junction');
  return folder;
}

function addProvider(project: string, name: string): void {
  const more =
    name === 'keyed'
      ? 'configuration:\n  environment:\n    ECHO_KEY: { required: true, description: Key of the echo }'
      : '';
  const folder = addPackage(project, `${name}-provider`);
  writeFileSync(join(folder, 'MediaConduit.provider.yml'), manifest(name, `service: ${name}-service\n${more}`));
  copyFileSync(join(__dirname, 'provider.cjs'), join(folder, 'provider.cjs'));
  const serviceFolder = addPackage(project, `${name}-service`);
  writeFileSync(join(serviceFolder, 'MediaConduit.service.yml'), service(name));
  copyFileSync(join(__dirname, 'service.cjs'), join(serviceFolder, 'service.cjs'));
}

function addPackage(project: string, name: string): string {
  const folder = join(project, 'node_modules', name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, version: '1.0.0' }));
  return folder;
}
