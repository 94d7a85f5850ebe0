import { openCowsay } from './cowsay-runtime.mjs';
import { firstAnswer } from './first-answer.mjs';

/** So many services of one image on Docker, each for itself. With `keepAddress` as under a supervisor. */
export async function openHerd(size, { home: wanted, keepAddress }) {
  const { close, definition, home, runtime } = await openCowsay('docker', wanted);
  const cows = Array.from({ length: size }, (_, index) => ({ ...definition, id: `cow-${index}` }));
  const controllers = cows.map((cow) =>
    keepAddress ? runtime.services.control(cow) : runtime.services.open(cow).controller,
  );
  const each = (work) => Promise.all(controllers.map(work));
  return {
    home,
    ports: () => controllers.map(({ running }) => running.address.port),
    start: () =>
      each(async (controller) => {
        await controller.acquire();
        await firstAnswer(controller.running.address.port);
      }),
    /** Their addresses are forgotten. */
    stop: async () => {
      await each((controller) => controller.stop());
      await each(({ definition: { id } }) => runtime.engines.forgetAddress(id));
    },
    /** Their addresses stay. */
    restart: () =>
      each(async (controller) => {
        await controller.stop();
        await controller.acquire();
        await firstAnswer(controller.running.address.port);
      }),
    close: async () => {
      await each((controller) => controller.close());
      await close();
    },
  };
}
