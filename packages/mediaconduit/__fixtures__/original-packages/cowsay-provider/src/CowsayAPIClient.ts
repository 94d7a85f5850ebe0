import axios, { AxiosInstance } from 'axios';

export interface CowsayDockerConfig {
  baseUrl: string;
  timeout?: number;
}

export class CowsayAPIClient {
  private readonly client: AxiosInstance;

  constructor(config: CowsayDockerConfig) {
    this.client = axios.create({ baseURL: config.baseUrl, timeout: config.timeout || 30000 });
  }

  async isServiceReachable(): Promise<boolean> {
    try {
      return (await this.client.get('/health')).status === 200;
    } catch {
      return false;
    }
  }

  async generateCowsay(text: string): Promise<string> {
    const response = await this.client.post<{ cowsayOutput: string }>('/cowsay', { text });
    return response.data.cowsayOutput;
  }
}
