/** How far a job is, in the words of the original core. */
export const JobStatus = Object.freeze({
  PENDING: 'pending',
  RUNNING: 'running',
  COMPLETED: 'completed',
  FAILED: 'failed',
  CANCELLED: 'cancelled',
} as const);

/** One of the values of {@link JobStatus}. */
export type JobStatus = (typeof JobStatus)[keyof typeof JobStatus];
