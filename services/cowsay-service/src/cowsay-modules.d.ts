declare module 'cowsay/lib/cows' {
  /** Names of all cows, without `.cow`. */
  export function listSync(): string[];
}

declare module 'wrap-ansi' {
  function wrapAnsi(text: string, columns: number, options?: { hard?: boolean }): string;
  export = wrapAnsi;
}
