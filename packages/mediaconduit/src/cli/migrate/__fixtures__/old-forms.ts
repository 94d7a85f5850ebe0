/** Files of a folder by path. */
export type Files = Readonly<Record<string, string>>;

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

/** The service of the guide, in its static form. */
export const GUIDE_SERVICE: Files = {
  'MediaConduit.service.yml': `id: my-service
name: My Service
description: Docker service for my provider
version: 1.0.0
capabilities:
  - TextToText

docker:
  composeFile: docker-compose.yml
  serviceName: my-service
  image: my-service
  ports:
    - 8080
  healthCheck:
    url: http://localhost:8080/health
`,
  'docker-compose.yml': `version: '3.8'
services:
  my-service:
    build: .
    ports:
      - "8080:8080"
    environment:
      - NODE_ENV=production
`,
  Dockerfile: 'FROM scratch\n',
};

/** Nothing but an image, ports and words; the port of the host was another one. */
export const IMAGE_SERVICE: Files = {
  'mediaconduit.service.yaml': `name: ollama-service
version: 1.0.0
image: ollama/ollama:latest
ports: [11434]
healthCheck:
  endpoint: api/tags
capabilities: [text-to-text, llm-inference, chat-completion]
`,
};

/** A compose file of an application, and what it mounts and asks for. */
export const COMPOSE_SERVICE: Files = {
  'services/web/docker-compose.yml': `services:
  web:
    image: example/web:1
    restart: unless-stopped
    ports: ["127.0.0.1:3000:3000", "\${WEB_HOST_PORT:-0}:3001", "\${PORT:-8006}:8006/tcp"]
    privileged: true
    volumes:
      - /var/run/docker.sock:/var/run/docker.sock
      - models:/models
    healthcheck: { test: "wget -q http://localhost:3000/ready || exit 1" }
volumes:
  models:
    external: true
`,
};
