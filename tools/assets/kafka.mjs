#!/usr/bin/env node
// Fetches Apache Kafka, once, and prints the folder with its jars; it needs Java and Maven:
//
//   node tools/assets/kafka.mjs
import { printAsset } from './asset-folder.mjs';
import { makeJavaProgram } from './java-program.mjs';

const KAFKA = '3.9.1';

await printAsset(() =>
  makeJavaProgram(`kafka-${KAFKA}`, [`org.apache.kafka:kafka_2.13:${KAFKA}`, 'org.slf4j:slf4j-nop:1.7.36'], { log: 2 }),
);
