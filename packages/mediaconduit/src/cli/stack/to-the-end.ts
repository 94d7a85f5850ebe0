import type { Session } from '../session';

/** Work that takes back what it has begun when it is cancelled: the command waits for that. */
export function toTheEnd<T>(session: Session, work: Promise<T>): Promise<T> {
  session.endWith(async (reason) => {
    await work.catch(() => undefined); // its failure is the reason, or comes of it
    throw reason;
  });
  return work;
}
