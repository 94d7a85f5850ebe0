import { conformance } from '@mediaconduit/testkit';
import { dirname } from 'node:path';
import { environmentWithOllama } from './__fixtures__/real-ollama';

process.env['PATH'] = environmentWithOllama()['PATH'];

conformance(dirname(require.resolve('@mediaconduit/ollama-service/package.json')), {
  runtime: require.resolve('@mediaconduit/runtime'),
});
