/** One finding of `doctor`. */
export interface Check {
  /** `group.name`: `engines.docker`. */
  readonly id: string;
  readonly group: 'runtime' | 'tools' | 'engines' | 'home' | 'providers' | 'keys';
  readonly status: 'pass' | 'warn' | 'fail';
  /** What was seen. */
  readonly evidence: string;
  /** What to do about it. */
  readonly fix?: string;
}
