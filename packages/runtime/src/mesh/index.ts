export { createServiceMesh, type ServiceMeshOptions } from './create-service-mesh';
