import { flag, map, neededText, number, port, secret, text, type SettingValue, type ValuesOf } from './setting';

/** The log levels from the loudest. */
export const LOG_LEVELS = ['DEBUG', 'INFO', 'WARNING', 'ERROR'] as const;

const count = (fallback: number, variable?: string) => number(fallback, { least: 0, whole: true }, variable);

/** What every section has. Times in a file are in seconds, as the original has them. */
const COMMON = {
  /** Whether the component is used at all; by default when the file or a variable says something of it. */
  enabled: flag(false),
  /** Whether the system cannot do without. */
  required: flag(false),
  timeout: number(30, { least: 0.1, most: 3600 }),
  retryCount: number(3, { least: 0, most: 20, whole: true }),
  retryDelay: number(1),
  healthCheckInterval: number(30, { least: 0.1 }),
};

/** The settings of one component each. */
export const SECTION_SETTINGS = {
  database: {
    ...COMMON,
    host: neededText('localhost', 'DATABASE_HOST'),
    port: port(5432, 'DATABASE_PORT'),
    database: neededText('xseven', 'DATABASE_NAME'),
    username: neededText('postgres', 'DATABASE_USERNAME'),
    password: secret('DATABASE_PASSWORD'),
    sslMode: text('prefer', 'DATABASE_SSL_MODE'),
    poolSize: number(20, { least: 1, whole: true }, 'DATABASE_POOL_SIZE'),
    maxOverflow: count(30, 'DATABASE_MAX_OVERFLOW'),
  },
  redis: {
    ...COMMON,
    host: neededText('localhost', 'REDIS_HOST'),
    port: port(6379, 'REDIS_PORT'),
    database: count(0, 'REDIS_DATABASE'),
    password: secret('REDIS_PASSWORD'),
    ssl: flag(false, 'REDIS_SSL'),
    socketTimeout: number(30),
    socketConnectTimeout: number(30),
  },
  kafka: {
    ...COMMON,
    bootstrapServers: neededText('localhost:9092', 'KAFKA_BOOTSTRAP_SERVERS'),
    securityProtocol: text('PLAINTEXT', 'KAFKA_SECURITY_PROTOCOL'),
    consumerGroupId: text('xseven-consumer', 'KAFKA_CONSUMER_GROUP_ID'),
    topics: map(),
  },
  temporal: {
    ...COMMON,
    host: neededText('localhost', 'TEMPORAL_HOST'),
    port: port(7233, 'TEMPORAL_PORT'),
    namespace: text('default', 'TEMPORAL_NAMESPACE'),
    taskQueue: text('xseven-tasks', 'TEMPORAL_TASK_QUEUE'),
  },
  crewai: { ...COMMON, maxAgents: count(10), verbose: flag(false), memory: flag(true) },
  dspy: {
    ...COMMON,
    model: neededText('gpt-4o-mini', 'DSPY_MODEL'),
    trainingDataPath: text('', 'DSPY_TRAINING_DATA_PATH'),
    temperature: number(0.7, { least: 0, most: 2 }),
    maxTokens: count(1000),
    optimizationEnabled: flag(true),
  },
  voice: {
    ...COMMON,
    provider: neededText('openai', 'VOICE_PROVIDER'),
    model: text('gpt-4o-mini', 'VOICE_MODEL'),
    sttProvider: text('openai', 'VOICE_STT_PROVIDER'),
    ttsProvider: text('elevenlabs', 'VOICE_TTS_PROVIDER'),
    voiceId: text('pNInz6obpgDQGcFmaJgB', 'VOICE_VOICE_ID'),
    maxConcurrentCalls: count(10),
  },
};

/** The settings of the mesh itself. Times are in seconds. */
export const TOP_SETTINGS = {
  healthCheckInterval: number(30, { least: 0.1 }),
  circuitBreakerThreshold: number(5, { least: 1, whole: true }),
  circuitBreakerTimeout: number(60, { least: 0.1 }),
  maxConcurrentStarts: number(3, { least: 1, whole: true }),
  startupTimeout: number(300, { least: 0.1 }),
  gracefulShutdownTimeout: number(30),
  logLevel: { ...text('INFO', 'LOG_LEVEL'), read: readLevel },
  /** Starts the components one after the other, without the mesh. */
  useLegacyStartup: flag(false, 'USE_LEGACY_STARTUP'),
};

/** The name of one component that has settings. */
export type SectionName = keyof typeof SECTION_SETTINGS;

/** The settings of one component. */
export type SectionConfig<N extends SectionName> = ValuesOf<(typeof SECTION_SETTINGS)[N]>;

/** Everything that can be set; nothing is missing in it. */
export type MeshConfig = ValuesOf<typeof TOP_SETTINGS> & { readonly [N in SectionName]: SectionConfig<N> };

/** The sections in the order in which they are told. */
export const SECTION_NAMES = Object.keys(SECTION_SETTINGS) as SectionName[];

function readLevel(given: unknown): SettingValue<string> {
  const level = LOG_LEVELS.find((name) => name === String(given).toUpperCase());
  return level ? { value: level } : { fault: `is none of ${LOG_LEVELS.join(', ')}` };
}
