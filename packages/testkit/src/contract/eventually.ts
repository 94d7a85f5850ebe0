import { SYSTEM_CLOCK } from '@mediaconduit/sdk';

/** How long something that must happen may take, in ms: far above what any engine needs, on a busy machine too. */
const DEADLINE_MS = 15_000;
const PAUSE_MS = 10;

/** Tries until the check no longer throws; its last error when it still does after 15 s. */
export async function eventually<T>(check: () => Promise<T>): Promise<T> {
  const deadline = SYSTEM_CLOCK.now() + DEADLINE_MS;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (SYSTEM_CLOCK.now() > deadline) throw error;
    }
    await new Promise<void>((resolve) => SYSTEM_CLOCK.setTimeout(resolve, PAUSE_MS));
  }
}
