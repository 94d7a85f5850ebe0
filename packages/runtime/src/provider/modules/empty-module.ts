/** Stands for a file that a provider hands on with `export * from` and does not have; see `tolerate-missing-file.ts`. */
export {};
