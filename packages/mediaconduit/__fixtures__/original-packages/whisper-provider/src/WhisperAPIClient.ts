import axios, { AxiosInstance } from 'axios';
import FormData from 'form-data';

export class WhisperAPIClient {
  private client: AxiosInstance;

  constructor(
    readonly baseUrl: string,
    timeout: number = 30000,
  ) {
    this.client = axios.create({ baseURL: baseUrl, timeout });
  }

  async transcribe(audio: Buffer): Promise<string> {
    const form = new FormData();
    form.append('audio_file', audio, 'audio.wav');
    const response = await this.client.post('/asr', form, { headers: form.getHeaders() });
    return response.data.text;
  }
}
