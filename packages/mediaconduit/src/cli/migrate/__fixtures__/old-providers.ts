import type { Files } from './folder-of';

/** A provider as it lay inside the original core, with the class of its service, which it made itself, and its folder. */
export const STATIC_PROVIDER: Files = {
  'package.json': `{
    "name": "old-cow",
    "version": "0.3.0",
    "license": "MIT",
    "dependencies": { "@mediaconduit/mediaconduit": "^0.1.8" }
}
`,
  'src/media/providers/docker/cowsay/CowsayDockerProvider.ts': `// A cow.   (two blanks stay)
import { MediaProvider, MediaCapability, ProviderModel, ProviderType, ProviderConfig } from '../../../types/provider';
import { CowsayDockerService } from '../../../services/CowsayDockerService';
import type { TextToTextProvider } from "../../../capabilities";
import { CowsayDockerModel } from './CowsayDockerModel'

const MODELS: ProviderModel[] = [
  { id: 'cowsay-default', name: 'Cowsay', description: 'Says it', capabilities: [MediaCapability.TextToText], parameters: { maxLength: 1000 } },
];

export class CowsayDockerProvider implements MediaProvider, TextToTextProvider {
  readonly id = 'cowsay';
  readonly name = 'Cowsay';
  readonly type = ProviderType.TextToText;
  readonly capabilities = [MediaCapability.TextToText];
  readonly models = MODELS;
  ready: string[] = [];
  private dockerService: CowsayDockerService;

  constructor() {
    this.dockerService = new CowsayDockerService();
  }

  async configure(config: ProviderConfig): Promise<void> {}
  async onServiceReady() { this.ready.push(String(this.dockerService.getDockerServiceInfo().ports[0])); }
  async isAvailable(): Promise<boolean> { return this.dockerService.isHealthy(); }
  getModelsForCapability(capability: MediaCapability): ProviderModel[] {
    return this.models.filter((model) => model.capabilities.includes(capability));
  }
  async getModel(id: string) {
    const { Text } = await import('../../../assets/roles');
    return new CowsayDockerModel({ dockerService: this.dockerService, Text });
  }
  async getHealth() { return { status: 'healthy' as const, uptime: 0, activeJobs: 0, queuedJobs: 0 }; }
}

// Self-register with the provider registry
import { ProviderRegistry } from '../../../registry/ProviderRegistry';
ProviderRegistry.getInstance().register('cowsay', CowsayDockerProvider);
`,
  'src/media/providers/docker/cowsay/CowsayDockerModel.ts': `import { TextToTextModel } from '../../../models/abstracts/TextToTextModel';
import { Text, TextRole } from '../../../assets/roles';
import { CowsayDockerService } from '../../../services/CowsayDockerService';
type Options = import('../../../models/abstracts/TextToTextModel').TextToTextOptions;

export interface Config { dockerService?: CowsayDockerService; Text?: unknown }

export class CowsayDockerModel extends TextToTextModel {
  private dockerService: CowsayDockerService;
  constructor(config: Config) {
    super({ id: 'cowsay-default', name: 'Cowsay', description: '', version: '1', provider: 'cowsay', capabilities: ['text-to-text'], inputTypes: ['text'], outputTypes: ['text'] });
    this.dockerService = config.dockerService || new CowsayDockerService();
  }
  async isAvailable() { return true; }
  async transform(input: TextRole, options?: Options): Promise<Text> {
    const text = await input.asRole(Text);
    const { data } = await (this.dockerService as any).post('/cowsay', { text: text.content });
    return new Text(data.cowsayOutput);
  }
}
`,
  'src/media/providers/docker/cowsay/CowsayDockerModel.test.ts': `const { TextToTextModel } = require('../../../models/abstracts/TextToTextModel');
jest.mock('../../../models/abstracts/TextToTextModel', () => ({ TextToTextModel: class {} }));
const { Text } = jest.requireActual('../../../assets/roles/classes/Text');
test('is one', () => expect([TextToTextModel, Text]).toBeDefined());
`,
  'src/media/services/CowsayDockerService.ts': `import { DockerComposeService } from '../../services/DockerComposeService';

export class CowsayDockerService {
  private dockerService = new DockerComposeService({ serviceName: 'cowsay', composeFile: 'services/cowsay/docker-compose.yml' });
  startService() { return this.dockerService.startService(); }
}
`,
  'services/cowsay/MediaConduit.service.yml': `name: "Cowsay Service"
version: "1.0.0"
description: "Cowsay"   # of a cow

docker:
  composeFile: "docker-compose.yml"
  serviceName: "cowsay"
  image: "cowsay-service:latest"
  ports: [8080]
  healthCheck:
    url: "http://localhost:8080/health"
    interval: "10s"
    timeout: "5s"
    retries: 3
  environment:
    NODE_ENV: "production"
  volumes:
    - "./data:/app/data"

capabilities:
  - "TEXT_TO_TEXT"
  - "fun"

requirements:
  gpu: true
  memory: "6GB"
  cpu: "2.0"

maintainer: "somebody"
metadata:
  license: "MIT"
`,
  'services/cowsay/docker-compose.yml': `version: '3.8'

# one service
services:
  cowsay:
    build: .
    container_name: cowsay_container
    restart: always
    stdin_open: true
    tty: true
    mem_limit: 2g
    ports:
      - "8080:80"  # HTTP
      - target: 9090
        published: 9090
    volumes:
      - ./config.yaml:/app/config.yaml
      - ./data:/app/data
      - ~/.cache/huggingface:/root/.cache/huggingface
    environment:
      - PORT=80
    healthcheck:
      test: ["CMD", "curl", "-f", "http://localhost:80/health"]
      interval: 30s
`,
  'services/cowsay/config.yaml': 'a: 1\n',
  'services/cowsay/Dockerfile': 'FROM scratch\n',
};

/** Files of a provider that were copied out of the core, without a package around them. */
export const COPIED_PROVIDER: Files = {
  'EchoProvider.js': `const { MediaCapability } = require('../../types/provider');
const { Text } = require('../../assets/roles/classes/Text');
const { AbstractDockerProvider } = require('../AbstractDockerProvider');

class EchoProvider extends AbstractDockerProvider {
  constructor() {
    super();
    this.id = 'echo';
    this.name = 'Echo';
    this.type = 'local';
    this.capabilities = [MediaCapability.TEXT_TO_TEXT];
  }
  getAvailableModels() { return ['echo-1']; }
  getModelsForCapability() { return [{ id: 'echo-1', name: 'Echo', capabilities: [MediaCapability.TEXT_TO_TEXT] }]; }
  async isAvailable() { return true; }
  async getModel() {
    return { id: 'echo-1', name: 'Echo', isAvailable: async () => true, transform: async (text) => new Text(String(text.content ?? text)) };
  }
}

module.exports = { EchoProvider };
`,
};

/** A provider inside the core that looks its service up itself, and hands itself to the registry. */
export const REGISTERED_PROVIDER: Files = {
  'FilmDockerProvider.ts': `import {
  MediaProvider,
  MediaCapability,
  ProviderType,
} from '../../../types/provider';
import axios from 'axios';

export class FilmDockerProvider implements MediaProvider {
  readonly id = 'film-docker';
  readonly name = 'Film';
  readonly type = ProviderType.LOCAL;
  readonly capabilities = [MediaCapability.VIDEO_TO_AUDIO];
  private service: any;
  constructor() { this.autoConfigureFromEnv().catch(() => {}); }
  private async autoConfigureFromEnv(): Promise<void> {
    const serviceUrl = process.env.FILM_SERVICE_URL || 'github:MediaConduit/film-service';
    await this.configure({ serviceUrl, baseUrl: 'http://localhost:8006' });
  }
  get models() { return [{ id: 'film-audio', name: 'Sound', capabilities: [MediaCapability.VIDEO_TO_AUDIO], pricing: { inputCost: 0, currency: 'USD' }, limits: { maxInputSize: 1 } }]; }
  getModelsForCapability(capability: MediaCapability) { return this.models.filter((one) => one.capabilities.includes(capability)); }
  async configure(config: any) {
    const { ServiceRegistry } = await import('../../../registry/ServiceRegistry');
    this.service = await ServiceRegistry.getInstance().getService(config.serviceUrl);
  }
  async isAvailable() { return true; }
  async getModel(id: string) {
    const { FilmModel } = await import('./FilmModel');
    return new FilmModel(process.env['FILM_API_KEY'], 'http://localhost:8006');
  }
  async getHealth() { return { status: 'healthy' as const, uptime: 0, activeJobs: 0, queuedJobs: 0 }; }
}

import { ProviderRegistry } from '../../../registry/ProviderRegistry';
ProviderRegistry.getInstance().register('film-docker', FilmDockerProvider);
`,
};

/** Every way of naming a module, and what only looks like one. */
export const ODD_PROVIDER: Files = {
  'package.json': '{\n\t"name": "odd",\n\t"main": "dist/OddProvider.js",\n\t"license": "ISC"\n}\n',
  LICENSE: 'ISC\n',
  'src/OddProvider.tsx': `import x = require('@mediaconduit/mediaconduit/src/media/types/provider');
// import { a } from '../../types/provider';
const s = "import '../../types/provider'"; /* require('../../assets/roles') */
import { type TextRole, Text as T } from '../../assets/roles';
export { Text, type Audio } from '../../assets/roles';
export { TextRole as Role } from '../../assets/roles';
export * from '../../types/provider';
export * as roles from "../../assets/roles/index";
import '../../registry/bootstrap';
declare module '@mediaconduit/mediaconduit/dist/media/types/provider.js' { interface X {} }
const lazy = () => import(\`../../models/abstracts/TextToTextModel\`);
const r = require.resolve('@mediaconduit/mediaconduit/package.json');
function dec(t: any) { return t }
@dec
export default class OddProvider<T extends object = {}> {
  id = 'odd' as const; name = \`Odd\`; type = x.ProviderType.LOCAL; capabilities = [x.MediaCapability.TEXT_TO_TEXT] satisfies string[];
  async configure() {} async isAvailable() { return true } getModelsForCapability() { return [] } async getModel(id: string) { return <T,>(a: T) => a } async getHealth() { return { status: 'healthy' } }
}
`,
};

/** A manifest on one line, with what nobody reads; the planned names of keys in another one. */
export const FLOW_MANIFEST: Files = {
  'MediaConduit.provider.yml': `{id: Flow_Prov, name: Flow, type: LOCAL, capabilities: [TEXT_TO_TEXT, TextToText, x-tag], serviceUrl: "https://github.com/o/flow-service.git", models: [{id: a, capabilities: [TEXT_TO_TEXT], contextWindow: 5}], weird: {a: 1}, dependencies: [{axios: ^1.6.0}]}\n`,
  'index.js': 'module.exports = class FlowProv {};\n',
};

/** The names of keys that were once planned. */
export const PLANNED_MANIFEST: Files = {
  'mediaconduit.provider.yml': `# planned
name: My Alt Provider
version: 1.0
type: REMOTE
capabilities: [text-to-image]
exports:
  provider: ./src/index.js
dependencies:
  services:
    - name: alt-service
      version: ^1.0.0
      url: github:o/alt-service@v1
models:
  dynamic: true
  capabilities: [TEXT_TO_TEXT]
  parameters: { temperature: 0.7 }
`,
  'src/index.js': 'export default class MyAltProvider {}\n',
};
