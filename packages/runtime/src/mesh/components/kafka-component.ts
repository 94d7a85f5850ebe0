import type { Logger } from '@mediaconduit/sdk';
import type { ComponentDefinition } from '../component';
import type { SectionConfig } from '../config/mesh-settings';
import type { HealthVerdict } from '../health/health-result';
import { loadOptionalPackage } from './load-optional-package';
import type { ReadyMadeOptions } from './ready-made-options';

/** What is used of the administrator of the package kafkajs. */
export interface KafkaAdmin {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  describeCluster(): Promise<{ readonly brokers: readonly unknown[]; readonly controller: number | null }>;
}

/** What is used of a client of the package kafkajs; it has everything else of it too: `producer()`, `consumer()`. */
export interface KafkaClient {
  admin(): KafkaAdmin;
}

/** A client, and the connection by which the cluster is watched. */
export interface KafkaConnection {
  readonly client: KafkaClient;
  readonly admin: KafkaAdmin;
}

/** What is used of the package kafkajs. */
export interface KafkaPackage {
  readonly Kafka: new (settings: Record<string, unknown>) => KafkaClient;
}

/** A client of the cluster that the section `kafka` names. Needs the package `kafkajs`. */
export function createKafkaComponent(
  options: ReadyMadeOptions<KafkaPackage> = {},
): ComponentDefinition<KafkaConnection> & { readonly name: string } {
  const { load = () => loadOptionalPackage('kafkajs') as KafkaPackage, ...settings } = options;
  return {
    name: 'kafka',
    ...settings,
    section: 'kafka',
    factory: (_, { config, log }) => {
      const client = createClient(load(), config.kafka, log);
      return { client, admin: client.admin() };
    },
    initialize: ({ admin }) => admin.connect(),
    healthCheck: checkKafka,
    shutdown: ({ admin }) => admin.disconnect(),
  };
}

/** Asks for the members of the cluster. */
export async function checkKafka({ admin }: KafkaConnection): Promise<HealthVerdict> {
  const { brokers, controller } = await admin.describeCluster();
  const details = { brokers: brokers.length, controller };
  if (brokers.length === 0) return { status: 'unhealthy', message: 'the cluster has no broker', details };
  return controller === null
    ? { status: 'degraded', message: 'the cluster has no controller', details }
    : { status: 'healthy', details };
}

function createClient({ Kafka }: KafkaPackage, section: SectionConfig<'kafka'>, log: Logger): KafkaClient {
  const { bootstrapServers, securityProtocol, timeout } = section;
  return new Kafka({
    clientId: 'mediaconduit',
    brokers: bootstrapServers.split(',').map((broker) => broker.trim()),
    ssl: /SSL/i.test(securityProtocol),
    connectionTimeout: timeout * 1000,
    requestTimeout: timeout * 1000,
    retry: { retries: 0 }, // the mesh itself tries again, within its own deadlines
    logCreator: () => (line: { readonly label: string; readonly log: { readonly message: string } }) =>
      log.debug({ level: line.label }, line.log.message),
  });
}
