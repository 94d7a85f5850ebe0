import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The files of our own services, and one that uses what several containers use. */
export function realFiles(): string[] {
  const services = path.resolve(__dirname, '../../../../../services');
  const own = ['cowsay', 'ffmpeg', 'ollama', 'whisper'].map((name) =>
    readFileSync(path.join(services, `${name}-service`, 'docker-compose.yml'), 'utf8').replace(/^ {2}[a-z-]+:$/m, '  web:'),
  );
  return [...own, STACK];
}

const STACK = `
x-defaults: &defaults
  restart: unless-stopped
  deploy: { resources: { limits: { memory: 512m, cpus: "0.5" } } }
services:
  web:
    <<: *defaults
    build: { context: ., args: { A: b } }
    ports:
      - "\${WEB_HOST_PORT:-8080}:80"
    env_file: service.env
    depends_on:
      cache: { condition: service_healthy }
      setup: { condition: service_completed_successfully }
    networks: [front, back]
  cache:
    <<: *defaults
    image: redis:7
    healthcheck: { test: ["CMD", "redis-cli", "ping"], interval: 1s }
    volumes:
      - cache:/data
      - type: bind
        source: ./folder
        target: /etc/redis
        read_only: true
    networks: { back: { aliases: [store] } }
  setup:
    extends: { service: cache }
    command: redis-cli -h cache ping
    secrets: [token]
volumes: { cache: }
networks: { front: , back: { internal: true } }
secrets: { token: { file: file.txt } }
`;
