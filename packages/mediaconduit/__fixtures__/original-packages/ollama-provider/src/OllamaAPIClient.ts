import axios, { AxiosInstance } from 'axios';

export interface OllamaConfig {
  baseUrl?: string;
}

export class OllamaAPIClient {
  private readonly client: AxiosInstance;

  constructor(config: OllamaConfig = {}) {
    this.client = axios.create({ baseURL: config.baseUrl ?? 'http://localhost:11434' });
  }

  async getInstalledModels(): Promise<string[]> {
    const response = await this.client.get('/api/tags');
    return (response.data.models ?? []).map((model: any) => model.name);
  }

  async generate(model: string, prompt: string): Promise<string> {
    const response = await this.client.post('/api/generate', { model, prompt, stream: false });
    return response.data.response;
  }
}
