// A registry with a provider that needs argv[2] packages; a program of its own, so that it does not disturb what is measured.
import { fromRuntime } from './cowsay-runtime.mjs';
import { providerFiles } from './made-repository.mjs';

const { TestRegistry } = fromRuntime('@mediaconduit/testkit');
const registry = await TestRegistry.start();
const dependencies = {};
for (let number = 0; number < Number(process.argv[2]); number++) {
  const name = `part-${number}`;
  const files = Object.fromEntries(
    Array.from({ length: 6 }, (_, at) => [`lib/${at}.js`, `// ${number} ${at}\n`.repeat(300)]),
  );
  registry.publish({ name, files });
  dependencies[name] = '^1.0.0';
}
registry.publish({ name: 'bench-provider', files: providerFiles(10), manifest: { dependencies } });
process.once('disconnect', () => process.exit());
process.send(registry.url);
