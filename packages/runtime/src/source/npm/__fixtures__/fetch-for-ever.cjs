// Fetches from a registry that never answers, until somebody ends it.
const { NpmFetcher } = require(process.argv[2]);
const options = JSON.parse(process.argv[3]);
const identifier = { kind: 'npm', name: 'cow', range: '*', canonical: 'npm:cow' };
void new NpmFetcher(options).resolve(identifier, { signal: new AbortController().signal });
