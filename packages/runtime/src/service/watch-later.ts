import type { ServiceController } from './service-controller';

/** So long nothing is loaded that would keep the first calls waiting, in ms. */
const LATER_MS = 1000;

/* eslint-disable-next-line @typescript-eslint/no-require-imports -- import() would fail in the Jest tests of applications */
const loadWatch = () => require('./watch-service') as typeof import('./watch-service');

/** As `watchService`, which is loaded when the service has been ready for a second. */
export function watchLater(controller: ServiceController): Disposable {
  const { clock } = controller.parts;
  let watch: Disposable | undefined;
  const timer = clock.setTimeout(() => (watch = loadWatch().watchService(controller)), LATER_MS);
  timer.unref();
  return {
    [Symbol.dispose]: () => {
      clock.clearTimeout(timer);
      watch?.[Symbol.dispose]();
    },
  };
}
