/** What the class of the static provider becomes. */
export const PROVIDER = `// A cow.   (two blanks stay)
import { MediaProvider, MediaCapability, ProviderModel, ProviderType, ProviderConfig } from '@mediaconduit/mediaconduit';
import type { TextToTextProvider } from "@mediaconduit/mediaconduit";
import { CowsayDockerModel } from './CowsayDockerModel'

const MODELS: ProviderModel[] = [
  { id: 'cowsay-default', name: 'Cowsay', description: 'Says it', capabilities: [MediaCapability.TEXT_TO_TEXT], parameters: { maxLength: 1000 } },
];

export class CowsayDockerProvider implements MediaProvider, TextToTextProvider {
  readonly id = 'cowsay';
  readonly name = 'Cowsay';
  readonly type = ProviderType.LOCAL;
  readonly capabilities = [MediaCapability.TEXT_TO_TEXT];
  readonly models = MODELS;
  ready: string[] = [];
  private dockerService: any;

  constructor(dockerService?: any) {
    this.dockerService = dockerService;
  }

  async configure(config: ProviderConfig): Promise<void> {}
  async onServiceReady() { this.ready.push(String(this.dockerService.getServiceInfo().ports[0])); }
  async isAvailable(): Promise<boolean> { return this.dockerService.isServiceHealthy(); }
  getModelsForCapability(capability: MediaCapability): ProviderModel[] {
    return this.models.filter((model) => model.capabilities.includes(capability));
  }
  async getModel(id: string) {
    const { Text } = await import('@mediaconduit/sdk');
    return new CowsayDockerModel({ dockerService: this.dockerService, Text });
  }
  async getHealth() { return { status: 'healthy' as const, uptime: 0, activeJobs: 0, queuedJobs: 0 }; }
}

// Self-register with the provider registry
`;

/** What its model becomes. */
export const MODEL = `import { TextToTextModel } from '@mediaconduit/mediaconduit';
import { Text, TextRole } from '@mediaconduit/sdk';
type Options = import('@mediaconduit/mediaconduit').TextToTextOptions;

export interface Config { dockerService?: any; Text?: unknown }

export class CowsayDockerModel extends TextToTextModel {
  private dockerService: any;
  constructor(config: Config) {
    super({ id: 'cowsay-default', name: 'Cowsay', description: '', version: '1', provider: 'cowsay', capabilities: ['text-to-text'], inputTypes: ['text'], outputTypes: ['text'] });
    this.dockerService = config.dockerService || null;
  }
  async isAvailable() { return true; }
  async transform(input: TextRole, options?: Options): Promise<Text> {
    const text = await input.asRole(Text);
    const { data } = await (this.dockerService as any).post('/cowsay', { text: text.content });
    return new Text(data.cowsayOutput);
  }
}
`;

/** What the manifest of its service becomes. */
export const SERVICE = `id: cowsay-service
name: "Cowsay Service"
version: "1.0.0"
description: "Cowsay"   # of a cow

docker:
  composeFile: "docker-compose.yml"
  serviceName: "cowsay"
  image: "cowsay-service:latest"
  healthCheck:
    interval: "10s"
    timeout: "5s"
    retries: 3
  environment:
    NODE_ENV: "production"

capabilities:
  - "text-to-text"
  - "fun"

metadata:
  license: "MIT"
  maintainer: somebody
gpu: true

limits:
  memory: 6GB

readiness:
  path: /health
`;

/** What the compose file of its service becomes. */
export const COMPOSE = `version: '3.8'

# one service
services:
  cowsay:
    build: .
    ports:
      - "80"  # HTTP
      - target: 9090
    volumes:
      - ./config.yaml:/app/config.yaml:ro
      - ./data:/app/data
      - root-cache-huggingface:/root/.cache/huggingface
    environment:
      - PORT=80
    healthcheck:
      test: ["CMD", "curl", "-f", "http://localhost:80/health"]
      interval: 30s
    deploy:
      resources:
        limits:
          memory: 2g

volumes:
  root-cache-huggingface:
`;
