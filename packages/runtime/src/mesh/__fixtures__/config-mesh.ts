import { registerStandardComponents } from '../components/register-standard';
import { MeshConfigManager } from '../config/mesh-config-manager';
import { createServiceMesh } from '../create-service-mesh';

/** A mesh of what the sections name, with one attempt each, that follows the configuration. */
export function createConfigMesh(sections: Record<string, Record<string, unknown>>) {
  const config = new MeshConfigManager({ variables: {} });
  const mesh = createServiceMesh({ config: () => config.getConfig() });
  return {
    config,
    mesh,
    async start(): Promise<void> {
      const patch = Object.entries(sections).map(([name, values]) => [
        name,
        { retry_count: 0, timeout: 5, required: true, ...values },
      ]);
      await config.update(Object.fromEntries(patch) as Record<string, unknown>);
      registerStandardComponents(mesh, () => config.getConfig());
      config.onChange(() => mesh.configure());
      await mesh.start();
    },
    [Symbol.asyncDispose]: () => mesh.close(),
  };
}
