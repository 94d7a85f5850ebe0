declare module 'cowsay/lib/cows' {
  /** Names of all cows, without `.cow`. */
  export function listSync(): string[];
}
