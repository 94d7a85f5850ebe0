export { homeFolder } from './config/home';
export { createJsonServer, type JsonHandler, type JsonRequest, type JsonRoutes } from './daemon/json-server';
export type {
  CrashStatus,
  LogLine,
  ServiceStatus,
  StackLine,
  StackStatus,
  SupervisorInfo,
  SupervisorStatus,
  UpRequest,
  UpResult,
} from './daemon/protocol';
export { ensureSupervisor, findSupervisor, type FindOptions } from './daemon/spawn-supervisor';
export { makeSocketFolder, supervisorAddress } from './daemon/supervisor-address';
export { SupervisorClient, type LogOptions } from './daemon/supervisor-client';
export { fromWireError } from './daemon/wire-error';
