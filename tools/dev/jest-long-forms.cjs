// In the long forms the time that a test may take is not that of its usual form.
const LONG_MS = 3_600_000;

for (const name of ['it', 'test']) {
  const usual = globalThis[name];
  globalThis[name] = Object.assign((title, body) => usual(title, body, LONG_MS), usual);
}
