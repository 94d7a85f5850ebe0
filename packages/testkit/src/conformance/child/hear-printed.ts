/** Keeps what this process prints from now on, instead of printing it. Answers how to read it. */
export function hearPrinted(): () => string {
  let heard = '';
  for (const stream of [process.stdout, process.stderr]) {
    stream.write = (chunk: string | Uint8Array, ...rest: readonly unknown[]): boolean => {
      heard += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
      const told = rest.find((one): one is () => void => typeof one === 'function');
      if (told) queueMicrotask(told);
      return true;
    };
  }
  return () => heard;
}
