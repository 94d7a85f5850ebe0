export interface WhisperModelInfo {
  id: string;
  name: string;
  description: string;
}
