/** What the rules read of a Dockerfile. */
export interface DockerfileFacts {
  /** Images that it is built on, stages of its own left out. */
  readonly bases: readonly string[];
  /** Of the last stage; `undefined` when it says none. */
  readonly user: string | undefined;
}

/** Reads `FROM` and `USER`; understands no other instruction. */
export function parseDockerfile(text: string): DockerfileFacts {
  const lines = text.replace(/\\\r?\n/g, ' ').split(/\r?\n/);
  const stages = new Set<string>();
  const bases: string[] = [];
  let user: string | undefined;
  for (const line of lines) {
    const [, word = '', rest = ''] = /^\s*(FROM|USER)\s+(.*?)\s*$/i.exec(line) ?? [];
    if (word.toUpperCase() === 'USER') user = rest;
    if (word.toUpperCase() !== 'FROM') continue;
    const [base = '', , stage] = rest.split(/\s+/).filter((part) => !part.startsWith('--'));
    user = undefined;
    if (!stages.has(base)) bases.push(base);
    if (stage !== undefined) stages.add(stage);
  }
  return { bases, user };
}
