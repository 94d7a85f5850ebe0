// Runs as a process of its own, started by spawnReaper.
import { setTimeout as pause } from 'node:timers/promises';
import { KernelLock } from '../../lock/kernel-lock';
import { findLockCommand } from '../../lock/lock-command';
import { REAP_ORDER, type ReapOrder } from './docker-engine-options';
import { createDockerodeClient } from './dockerode-client';
import { reapContainers } from './reap-containers';

const command = findLockCommand(process.env['PATH'] ?? '', process.platform);
const order = JSON.parse(process.env[REAP_ORDER] ?? '{}') as ReapOrder; // written by spawnReaper, nobody else starts this
const client = createDockerodeClient(order.address);
const lock = command && new KernelLock(command);

void reapContainers(order, { client, lock, pause: (milliseconds) => pause(milliseconds) }).finally(() =>
  client.close(),
);
