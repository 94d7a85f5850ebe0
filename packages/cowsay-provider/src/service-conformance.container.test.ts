import { conformance } from '@mediaconduit/testkit';
import { dirname } from 'node:path';

conformance(dirname(require.resolve('@mediaconduit/cowsay-service/package.json')), {
  level: 'platinum',
  docker: true,
  runtime: require.resolve('@mediaconduit/runtime'),
});
