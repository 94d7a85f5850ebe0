export { ConfigStore, configFolder, type ConfigStoreOptions } from './config/config-store';
export { diffStacks, isSame, type ServiceDifference, type StackDifference } from './config/diff-stacks';
export { explainService, type ExplainedValue } from './config/explain-service';
export type { Generation } from './config/generation';
export { findStackFile, foldersFrom, realFolder } from './config/find-stack-file';
export { homeFolder } from './config/home';
export { ownDefinition } from './config/own-definition';
export { redacted } from './config/redact-value';
export { resolveStack, type ResolveStackOptions } from './config/resolve-stack';
export type { ResolvedService, ResolvedStack, ValueOrigin } from './config/resolved-stack';
export { writeFileAtomic } from './config/write-file-atomic';
export { createJsonServer, type JsonHandler, type JsonRequest, type JsonRoutes } from './daemon/json-server';
export type {
  CrashStatus,
  DownResult,
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
export { SupervisorClient, type DownOptions, type LogOptions } from './daemon/supervisor-client';
export { fromWireError } from './daemon/wire-error';
export { exportState, type ExportOptions } from './state/export-state';
export { restoreVolumes, type RestoreOptions, type VolumeTarget } from './state/restore-volumes';
export { stackVolumes, type StackVolume } from './state/stack-volumes';
export { STATE_FORMAT, type StateDescription, type StateService, type StateVolume } from './state/state-description';
export { readState } from './state/state-reader';
export { requireVolumes, volumesOf } from './state/volumes-of';
export { parseStackFile, type StackFileSource } from './stack-file/parse-stack-file';
export { readStackText } from './stack-file/read-stack-text';
export type {
  StackBreaker,
  StackBulkhead,
  StackDefinition,
  StackFeature,
  StackGroup,
  StackIsolation,
  StackLiveness,
  StackRestart,
  StackService,
  StackServiceSettings,
} from './stack-file/stack-definition';
export { loadDockerGroup } from './engine/docker/load-docker-group';
export { readComposeFiles, type ComposeFiles } from './engine/trusted-compose/compose-files';
export { composeRefusal, trustOf, type TrustAct } from './engine/trusted-compose/compose-trust';
export { givenVariables } from './engine/trusted-compose/trust-hash';
export { findLockFolder } from './lock-file/find-lock-folder';
export { LOCK_FILE } from './lock-file/lock-file';
export { lockPlace, type LockPlace } from './lock-file/lock-turn';
export { addTrust, readTrust, removeTrust, type TrustedFile } from './lock-file/trust-section';
