import type { ClaraService } from './clara-service';

/** What differs between platforms, laid over the definitions of the same name. */
export const PLATFORM_OVERRIDES: Readonly<Record<string, Readonly<Record<string, ClaraService>>>> = Object.freeze({
  darwin: {
    llamaswap: {
      binaryPath: './llamacpp-binaries/llamacpp-server-darwin-arm64',
      environment: ['METAL_PERFORMANCE_SHADERS_ENABLED=1', 'GGML_METAL=1'],
    },
  },
  linux: {
    llamaswap: {
      binaryPath: './llamacpp-binaries/llamacpp-server-linux-x64',
      environment: ['CUDA_VISIBLE_DEVICES=0', 'GGML_CUDA=1'],
    },
  },
  win32: {
    llamaswap: {
      binaryPath: './llamacpp-binaries/llamacpp-server-win-x64.exe',
      environment: ['CUDA_VISIBLE_DEVICES=0'],
    },
  },
});

/** The services with what the platform says over them: `services.llamaswap.binaryPath` is one plain value. */
export function applyPlatformOverrides(
  services: Readonly<Record<string, ClaraService>>,
  platform: string = process.platform,
): Record<string, ClaraService> {
  const overrides = PLATFORM_OVERRIDES[platform] ?? {};
  return Object.fromEntries(
    Object.entries(services).map(([name, service]) => [name, { ...service, ...overrides[name] }]),
  );
}
