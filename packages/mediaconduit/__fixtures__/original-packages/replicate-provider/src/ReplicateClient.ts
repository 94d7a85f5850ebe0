import fetch, { Response } from 'node-fetch';
import * as path from 'path';
import { v4 as uuidv4 } from 'uuid';

export interface ReplicateConfig {
  apiKey: string;
}

export class ReplicateError extends Error {
  constructor(
    message: string,
    public statusCode?: number,
  ) {
    super(message);
    this.name = 'ReplicateError';
  }
}

export class ReplicateClient {
  private requestCount = 0;
  readonly cacheFile: string;
  readonly session = uuidv4();

  constructor(private config: ReplicateConfig) {
    this.cacheFile = path.join(process.cwd(), 'replicate_model_data.json');
    if (!config.apiKey.startsWith('r8_')) throw new ReplicateError('Invalid Replicate API key format');
  }

  async testConnection(): Promise<boolean> {
    const response: Response = await fetch('https://api.replicate.com/v1/account');
    this.requestCount++;
    return response.ok;
  }
}
