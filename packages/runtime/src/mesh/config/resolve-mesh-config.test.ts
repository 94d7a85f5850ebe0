import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseMeshFile } from './parse-mesh-file';
import { resolveMeshConfig } from './resolve-mesh-config';

const read = (source: unknown, variables: Record<string, string> = {}) => resolveMeshConfig(source, variables);

describe('resolveMeshConfig', () => {
  it('knows every default', () => {
    const { config, problems } = read({});
    expect(problems).toEqual([]);
    expect(config).toMatchObject({
      database: {
        host: 'localhost',
        port: 5432,
        database: 'xseven',
        username: 'postgres',
        password: '',
        enabled: false,
      },
      redis: { host: 'localhost', port: 6379, password: '' },
      kafka: { bootstrapServers: 'localhost:9092' },
      temporal: { host: 'localhost', port: 7233 },
      dspy: { model: 'gpt-4o-mini', trainingDataPath: '' },
      voice: { provider: 'openai', ttsProvider: 'elevenlabs', voiceId: 'pNInz6obpgDQGcFmaJgB' },
      logLevel: 'INFO',
      useLegacyStartup: false,
      maxConcurrentStarts: 3,
      startupTimeout: 300,
      gracefulShutdownTimeout: 30,
    });
  });

  it('takes every variable', () => {
    const { config } = read(
      {},
      {
        DATABASE_HOST: 'db',
        DATABASE_PORT: '1',
        DATABASE_NAME: 'n',
        DATABASE_USERNAME: 'u',
        DATABASE_PASSWORD: 'p',
        REDIS_HOST: 'r',
        REDIS_PORT: '2',
        REDIS_PASSWORD: 'q',
        KAFKA_BOOTSTRAP_SERVERS: 'k:1,k:2',
        TEMPORAL_HOST: 't',
        TEMPORAL_PORT: '3',
        DSPY_MODEL: 'm',
        DSPY_TRAINING_DATA_PATH: '/d',
        VOICE_PROVIDER: 'v',
        VOICE_TTS_PROVIDER: 'w',
        VOICE_VOICE_ID: 'i',
        LOG_LEVEL: 'debug',
        USE_LEGACY_STARTUP: 'true',
      },
    );
    expect(config).toMatchObject({
      database: { host: 'db', port: 1, database: 'n', username: 'u', password: 'p', enabled: true },
      redis: { host: 'r', port: 2, password: 'q', enabled: true },
      kafka: { bootstrapServers: 'k:1,k:2' },
      temporal: { host: 't', port: 3 },
      dspy: { model: 'm', trainingDataPath: '/d' },
      voice: { provider: 'v', ttsProvider: 'w', voiceId: 'i' },
      crewai: { enabled: false },
      logLevel: 'DEBUG',
      useLegacyStartup: true,
    });
  });

  it('fills in variables with defaults; what the file says goes before a variable', () => {
    const source = {
      database: {
        host: '${DATABASE_HOST:here}',
        port: '${DATABASE_PORT:5433}',
        pool_size: '${POOL:7}',
        ssl_mode: 'require',
      },
      redis: { host: 'fixed' },
      max_concurrent_starts: 5,
    };
    const { config, problems } = read(source, { DATABASE_HOST: 'db', REDIS_HOST: 'other' });
    expect(problems).toEqual([]);
    expect(config.database).toMatchObject({ host: 'db', port: 5433, poolSize: 7, sslMode: 'require' });
    expect(config.redis.host).toBe('fixed');
    expect(config.maxConcurrentStarts).toBe(5);
  });

  it('lists everything that is wrong, with its place, and takes the default there', () => {
    const source = {
      database: { port: 70_000, host: '', pasword: 'x' },
      redis: 'localhost',
      kafkaa: {},
      temporal: { host: '${TEMPORAL_HOST:?name it}' },
      log_level: 'loud',
    };
    const { config, problems } = read(source, { REDIS_PORT: 'six' });
    expect(problems).toEqual([
      'database.pasword: there is no such setting; did you mean "password"?',
      'database.host: "" must not be empty',
      'database.port: 70000 is not between 1 and 65535',
      'redis: must be a map of settings',
      'redis.port: "six" is no number (variable REDIS_PORT)',
      'temporal.host: the variable TEMPORAL_HOST is needed: name it',
      'kafkaa: there is no such setting; did you mean "kafka"?',
      'logLevel: "loud" is none of DEBUG, INFO, WARNING, ERROR',
    ]);
    expect(config.database.port).toBe(5432);
  });

  it('never shows a secret in a problem', () => {
    const { problems } = read({ database: { password: ['hunter2'] } });
    expect(problems).toEqual(['database.password: is no text']);
  });

  it.each([null, [], 'text', 7])('refuses %j', (source) => {
    expect(read(source).problems).toEqual(['the configuration must be a map of sections']);
  });

  it('takes nothing from a prototype and changes none', () => {
    const source: unknown = JSON.parse(
      '{"__proto__":{"host":"evil"},"redis":{"__proto__":{"host":"evil"},"constructor":1}}',
    );
    const { config, problems } = read(source);
    expect(config.redis.host).toBe('localhost');
    expect(problems).toHaveLength(3);
    expect(Object.hasOwn(Object.prototype, 'host')).toBe(false);
  });
});

describe('the example that is shipped', () => {
  it('holds nothing wrong, and says the defaults', () => {
    const file = path.join(__dirname, '../../../config/service_mesh.yml.example');
    const source = parseMeshFile(readFileSync(file, 'utf8'), file);
    const { config, problems } = read(source);
    expect(problems).toEqual([]);
    const used = { database: { enabled: true, required: true } };
    const others = Object.fromEntries(
      ['redis', 'kafka', 'temporal', 'dspy', 'voice'].map((name) => [name, { enabled: true }]),
    );
    expect(config).toEqual(read({ ...used, ...others }).config);
  });
});
