/** What a person reads; what a program reads goes to stdout. */
export function say(text) {
  process.stderr.write(`${text}\n`);
}
