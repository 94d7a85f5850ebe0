/** What the program that loads a provider gives to it: there is one of each in the process. */
export const HOST_PACKAGES: readonly string[] = ['@mediaconduit/sdk', '@mediaconduit/mediaconduit'];

/** True for a package that never becomes part of a tree. */
export function isHostPackage(name: string): boolean {
  return HOST_PACKAGES.includes(name);
}
