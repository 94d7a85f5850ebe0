import type { Files } from './folder-of';

/** The service of the guide, in its static form. */
export const GUIDE_SERVICE: Files = {
  'MediaConduit.service.yml': `id: my-service
name: My Service
description: Docker service for my provider
version: 1.0.0
capabilities:
  - TextToText

docker:
  composeFile: docker-compose.yml
  serviceName: my-service
  image: my-service
  ports:
    - 8080
  healthCheck:
    url: http://localhost:8080/health
`,
  'docker-compose.yml': `version: '3.8'
services:
  my-service:
    build: .
    ports:
      - "8080:8080"
    environment:
      - NODE_ENV=production
`,
  Dockerfile: 'FROM scratch\n',
};

/** Nothing but an image, ports and words; the port of the host was another one. */
export const IMAGE_SERVICE: Files = {
  'mediaconduit.service.yaml': `name: ollama-service
version: 1.0.0
image: ollama/ollama:latest
ports: [11434]
healthCheck:
  endpoint: api/tags
capabilities: [text-to-text, llm-inference, chat-completion]
`,
};

/** Two services that belong together, with a probe as a text, anchors, links, and folders from everywhere. */
export const GROUP_SERVICE: Files = {
  'MediaConduit.service.yml': `name: Svc One
ports: ["8080:80"]
healthCheck: http://localhost:8080/health
capabilities: [TextToText]
`,
  'docker-compose.yml': `version: "3"
x-common: &common
  environment:
    A: b
services:
  svc-one:
    <<: *common
    build: { context: . }
    links: [redis]
    cap_drop: [ALL]
    security_opt: ["no-new-privileges:true"]
    volumes:
      - type: bind
        source: /data/models
        target: /models
      - ./logs:/logs:rw
      - \${HOME}/.cache:/root/.cache
    ports:
      - 8080:80
      - 9000
  redis:
    image: redis:7
    container_name: r
    ports: ["6379:6379"]
`,
  Dockerfile: 'FROM scratch\n',
};

/** A compose file of an application, and what it mounts and asks for. */
export const COMPOSE_SERVICE: Files = {
  'services/web/docker-compose.yml': `services:
  web:
    image: example/web:1
    restart: unless-stopped
    ports: ["127.0.0.1:3000:3000", "\${WEB_HOST_PORT:-0}:3001", "\${PORT:-8006}:8006/tcp"]
    privileged: true
    volumes:
      - /var/run/docker.sock:/var/run/docker.sock
      - models:/models
    healthcheck: { test: "wget -q http://localhost:3000/ready || exit 1" }
volumes:
  models:
    external: true
`,
};
