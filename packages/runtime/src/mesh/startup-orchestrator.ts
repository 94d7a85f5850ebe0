import type { ComponentLifecycle, ComponentSettings } from './component';
import type { MeshStartReport } from './mesh-host';
import type { MeshStatus } from './mesh-status';
import type { ServiceMesh } from './service-mesh';

/** The lifecycles by the names of the original. */
export const ServiceLifecycle = Object.freeze({
  SINGLETON: 'singleton',
  SCOPED: 'scoped',
  TRANSIENT: 'transient',
} as const satisfies Record<string, ComponentLifecycle>);

/** A component by the names of the original; its class gets what it depends on, by name. */
export interface ServiceRegistration<T> extends ComponentSettings<T> {
  readonly serviceClass: new (dependencies: never) => T;
}

/** The registration and start of components by the names of the original; everything is done by the mesh. */
export class StartupOrchestrator {
  constructor(
    private readonly mesh: ServiceMesh,
    /** The same mesh, with the components of its configuration. */
    private readonly complete: () => Promise<ServiceMesh>,
  ) {}

  /** @throws `MC_USAGE` when the name is taken. */
  registerService<T>({ serviceClass, ...settings }: ServiceRegistration<T>): void {
    this.mesh.register({ ...settings, class: serviceClass });
  }

  /** As `ServiceMesh.start`. */
  async startAll(): Promise<MeshStartReport> {
    return (await this.complete()).start();
  }

  stopAll(): Promise<void> {
    return this.mesh.stop();
  }

  /** As `ServiceMesh.restart`. */
  restartService(name: string): Promise<void> {
    return this.mesh.restart(name);
  }

  getSystemStatus(): MeshStatus {
    return this.mesh.getStatus();
  }
}
