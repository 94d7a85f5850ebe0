#!/usr/bin/env node
// Fetches the test server of Temporal, once, and prints the folder with its jars; it needs Java and Maven:
//
//   node tools/assets/temporal.mjs
//
// It is the server that Temporal's own Java SDK is tested with: the gRPC API of the real one, kept in memory.
import { printAsset } from './asset-folder.mjs';
import { makeJavaProgram } from './java-program.mjs';

const TEMPORAL = '1.30.1';

await printAsset(() =>
  makeJavaProgram(
    `temporal-test-server-${TEMPORAL}`,
    [`io.temporal:temporal-test-server:${TEMPORAL}`, 'org.slf4j:slf4j-nop:2.0.17'],
    { log: 2 },
  ),
);
