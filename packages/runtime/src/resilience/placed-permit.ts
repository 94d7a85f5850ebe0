import type { Permit } from './permit';

/** A permit whose end also gives a place back. */
export class PlacedPermit implements Permit {
  readonly isProbe: boolean;

  constructor(
    private readonly permit: Permit,
    private readonly leave: () => void,
  ) {
    this.isProbe = permit.isProbe;
  }

  succeed(): void {
    this.leave();
    this.permit.succeed();
  }

  fail(error: unknown): void {
    this.leave();
    this.permit.fail(error);
  }

  ignore(): void {
    this.leave();
    this.permit.ignore();
  }
}
