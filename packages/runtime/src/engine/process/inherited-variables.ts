/** The variables of the user that a service asks for: by their names, or by how they begin, such as `OLLAMA_*`. */
export function inheritedVariables(
  variables: Readonly<Record<string, string | undefined>>,
  patterns: readonly string[],
): Record<string, string> {
  if (patterns.length === 0) return {};
  const isWanted = (name: string): boolean =>
    patterns.some((pattern) => (pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern));
  const own = Object.entries(variables).filter((pair): pair is [string, string] => pair[1] !== undefined);
  return Object.fromEntries(own.filter(([name]) => isWanted(name)));
}
