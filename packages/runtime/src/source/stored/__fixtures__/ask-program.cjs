// Asks for one provider sixteen times at once: `node ask-program.cjs <project> <identifier>`. Prints how many it got, or why not.
const { createRuntime } = require('../../../../dist/index.js');

const [projectFolder, identifier] = process.argv.slice(2);

async function ask() {
  const runtime = createRuntime({ projectFolder });
  let added = 0;
  runtime.events.on('provider-added', () => added++);
  const asked = Array.from({ length: 16 }, () => runtime.providers.getProvider(identifier));
  const got = await Promise.all(asked).finally(() => runtime.close());
  return { different: new Set(got).size, id: got[0].id, added };
}

ask()
  .catch(({ code, message }) => ({ code, message }))
  .then((said) => process.stdout.write(JSON.stringify(said)));
