import type { ClaraService } from './clara-service';
import { dockerAnswers, requireDocker } from './docker-engine-check';
import { createManualHealthCheck } from './manual-health-check';

const EVERYWHERE = ['win32', 'darwin', 'linux'] as const;

/** Asks a path of the service where it runs, or of its usual port. */
const asks = (defaultUrl: string, path: string) => (serviceUrl?: string) =>
  createManualHealthCheck(serviceUrl ?? defaultUrl, path)();

/** Names of the services that ClaraVerse ships. */
export type ClaraServiceName = 'docker' | 'python-backend' | 'llamaswap' | 'comfyui' | 'n8n' | 'mcp';

/** The six services of ClaraVerse, in the order in which they can be started. */
export const SERVICE_DEFINITIONS: Readonly<Record<ClaraServiceName, ClaraService>> = Object.freeze({
  docker: {
    name: 'Docker Engine',
    type: 'docker-daemon',
    critical: true,
    autoRestart: true,
    priority: 1,
    dependencies: [],
    start: requireDocker,
    healthCheck: dockerAnswers,
  },
  'python-backend': {
    name: 'Python Backend Service',
    type: 'docker-container',
    critical: true,
    autoRestart: true,
    priority: 2,
    dependencies: ['docker'],
    dockerContainer: {
      name: 'clara_python',
      image: 'clara17verse/clara-backend:latest',
      ports: { 5001: 5000 },
      volumes: ['clara_python_data:/home/clara', 'clara_python_models:/app/models'],
      environment: ['PYTHONUNBUFFERED=1', 'CLARA_ENV=production'],
    },
    healthEndpoint: '/health',
    healthCheck: asks('http://localhost:5001', '/health'),
  },
  llamaswap: {
    name: "Clara's Core AI Engine",
    type: 'binary',
    critical: true,
    autoRestart: true,
    priority: 3,
    dependencies: ['docker'],
    deploymentModes: ['native'],
    platformSupport: { native: EVERYWHERE },
    ports: { main: 8091, proxy: 9999 },
    healthEndpoint: '/health',
    healthCheck: asks('http://localhost:8091', '/health'),
  },
  comfyui: {
    name: 'ComfyUI Image Generation',
    type: 'docker-container',
    critical: false,
    autoRestart: true,
    priority: 4,
    dependencies: ['docker', 'python-backend'],
    deploymentModes: ['docker', 'manual'],
    platformSupport: { docker: ['win32', 'linux'], manual: EVERYWHERE },
    manual: {
      urlRequired: true,
      defaultUrl: 'http://localhost:8188',
      healthEndpoint: '/',
      configKey: 'comfyui_url',
      description: 'Bring your own ComfyUI',
    },
    dockerContainer: {
      name: 'clara_comfyui',
      image: 'clara17verse/clara-comfyui:with-custom-nodes',
      ports: { 8188: 8188 },
      volumes: [
        'clara_comfyui_models:/app/ComfyUI/models',
        'clara_comfyui_output:/app/ComfyUI/output',
        'clara_comfyui_input:/app/ComfyUI/input',
        'clara_comfyui_custom_nodes:/app/ComfyUI/custom_nodes',
      ],
      environment: ['NVIDIA_VISIBLE_DEVICES=all', 'CUDA_VISIBLE_DEVICES=0'],
      runtime: 'nvidia',
    },
    healthEndpoint: '/',
    healthCheck: asks('http://localhost:8188', '/'),
  },
  n8n: {
    name: 'N8N Workflow Engine',
    type: 'docker-container',
    critical: false,
    autoRestart: true,
    priority: 5,
    dependencies: ['docker'],
    deploymentModes: ['docker', 'manual'],
    platformSupport: { docker: EVERYWHERE, manual: EVERYWHERE },
    manual: {
      urlRequired: true,
      defaultUrl: 'http://localhost:5678',
      healthEndpoint: '/healthz',
      configKey: 'n8n_url',
      description: 'Bring your own n8n',
    },
    dockerContainer: {
      name: 'clara_n8n',
      image: 'n8nio/n8n:latest',
      ports: { 5678: 5678 },
      volumes: ['clara_n8n:/home/node/.n8n'],
      environment: ['N8N_METRICS=true', 'GENERIC_TIMEZONE=UTC'],
    },
    healthEndpoint: '/healthz',
    healthCheck: asks('http://localhost:5678', '/healthz'),
  },
  mcp: {
    name: 'Model Context Protocol',
    type: 'service',
    critical: false,
    autoRestart: true,
    priority: 6,
    dependencies: ['llamaswap'],
    modulePath: './mcpService.cjs',
  },
});
