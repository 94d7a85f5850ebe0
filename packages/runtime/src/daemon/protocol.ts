import type { EngineName } from '@mediaconduit/sdk';
import type { BreakerSettings } from '../resilience/breaker-settings';
import type { BulkheadSettings } from '../resilience/bulkhead-settings';
import type { EngineChoice } from '../service/choose-engine';
import type { UnitStateName } from '../supervisor/unit-state';

/** `GET /v1/supervisor`. */
export interface SupervisorInfo {
  readonly pid: number;
  readonly version: string;
  readonly home: string;
  /** ISO 8601. */
  readonly startedAt: string;
  /** It stops everything and takes no stack any more. */
  readonly isEnding?: boolean;
}

/** `POST /v1/stacks`: what a stack is to be from now on. */
export interface UpRequest {
  /** Absolute path of the stack file. */
  readonly file: string;
  /** What stands in place of the file, which need not be there then. */
  readonly text?: string;
  /** Features to switch, over what the file says: true on, false off. */
  readonly features: Readonly<Record<string, boolean>>;
  /** Only these services and what they need; all when empty. */
  readonly services: readonly string[];
  /** Variables of the caller: the stack file may name them, and services inherit what they ask for. */
  readonly environment: Readonly<Record<string, string>>;
  readonly engine?: EngineChoice;
  /** Stay until every service is ready or has failed. */
  readonly wait: boolean;
}

/** Why a service does not run any more, as it is told. */
export interface CrashStatus {
  /** ISO 8601. */
  readonly at: string;
  /** A problem document. */
  readonly error: Readonly<Record<string, unknown>>;
  readonly exitCode?: number;
  readonly outOfMemory?: boolean;
  readonly uptimeMs: number;
  readonly restarts: number;
  readonly changes: readonly string[];
  readonly logs: readonly string[];
}

/** One service of a stack right now. Times are in ms and relative to the answer. */
export interface ServiceStatus {
  readonly name: string;
  /** The id that the service has of itself. */
  readonly serviceId: string;
  readonly state: UnitStateName;
  readonly reason?: string;
  readonly engine?: EngineName;
  readonly baseUrl?: string;
  /** Grows with every start. */
  readonly generation: number;
  readonly critical: boolean;
  readonly dependsOn: readonly string[];
  readonly restarts: number;
  readonly uptimeMs: number;
  readonly nextTryInMs?: number;
  readonly crash?: CrashStatus;
}

/** One stack right now. */
export interface StackStatus {
  /** Name and a hash of its place: two projects may use one name. */
  readonly id: string;
  readonly name: string;
  readonly file: string;
  readonly features: Readonly<Record<string, boolean>>;
  /** Number of the configuration that runs. */
  readonly configuration: number;
  /** Why the newest text of the stack file is not what runs: a problem document. */
  readonly rejected?: Readonly<Record<string, unknown>>;
  readonly services: readonly ServiceStatus[];
  /** It is being stopped: its calls end, and nobody gets its services any more. */
  readonly isEnding?: boolean;
}

/** `GET /v1/stacks/{stack}/config`: the stack file in force. */
export interface StackConfig {
  readonly text: string;
  /** For `if-match`: a change is refused when somebody else made one meanwhile. */
  readonly etag: string;
  readonly seq: number;
  /** ISO 8601. */
  readonly appliedAt: string;
  /** Who brought it: `up`, `file`, `api`, `rollback to 3`. */
  readonly source: string;
}

/** `GET /v1/status`. */
export interface SupervisorStatus {
  readonly supervisor: SupervisorInfo;
  readonly stacks: readonly StackStatus[];
}

/** A line about one stack: of `POST /v1/stacks`, and of `GET /v1/events` with the id of the stack. */
export type StackLine =
  | {
      readonly type: 'state';
      readonly service: string;
      readonly previous: UnitStateName;
      readonly status: ServiceStatus;
    }
  | { readonly type: 'progress'; readonly service: string; readonly message: string }
  | { readonly type: 'configuration'; readonly number: number; readonly changed: readonly string[] }
  | { readonly type: 'rejected'; readonly error: Readonly<Record<string, unknown>> };

/** The last line of `POST /v1/stacks`. */
export interface UpResult {
  readonly type: 'result';
  readonly stack: StackStatus;
}

/** `DELETE /v1/stacks/{stack}?volume=…`. */
export interface DownResult {
  /** Names of the volumes that were removed: those that were asked for. */
  readonly removed: readonly string[];
}

/** One line of `GET /v1/stacks/{stack}/logs`. */
export interface LogLine {
  readonly type: 'log';
  readonly service: string;
  readonly line: string;
}

/**
 * The lines of `POST /v1/leases`: first where the service answers, then changes of how it is to be called. The connection
 * is the lease; it ends when the service does not answer there any more.
 */
export type LeaseLine =
  | LeasedAddress
  | ({ readonly type: 'limits' } & CallLimits)
  /** It is waited for until the lease is given back, for a while: no new calls, but those under way may end. */
  | { readonly type: 'leaving' };

/** How a leased service is to be called. */
export interface CallLimits {
  readonly breaker: BreakerSettings;
  readonly bulkhead: BulkheadSettings;
}

/** Where a leased service answers, and when its callers are to spare it. */
export interface LeasedAddress extends CallLimits {
  readonly type: 'address';
  readonly baseUrl: string;
  readonly engine: EngineName;
  readonly generation: number;
}

/**
 * What a program sends in `POST /v1/turns?projectFolder=…`, a line each, as long as it makes calls. It numbers its turns
 * itself; all of them end with the connection.
 */
export type TurnRequest =
  /** `service` is an id or a name. */
  | { readonly type: 'enter'; readonly turn: number; readonly service: string }
  /** The call is over, or not wanted any more. */
  | { readonly type: 'leave'; readonly turn: number };

/** What it is answered: the call may be made, which takes a place until the turn ends; or why there is none. */
export type TurnLine =
  | { readonly type: 'turn'; readonly turn: number }
  | { readonly type: 'refused'; readonly turn: number; readonly error: Readonly<Record<string, unknown>> };
