/** What a promise was resolved with; `undefined` while it is pending, and when it was rejected. */
export async function settledValue<T>(promise: Promise<T>): Promise<T | undefined> {
  try {
    return await Promise.race([promise, Promise.resolve(undefined)]);
  } catch {
    return undefined;
  }
}
