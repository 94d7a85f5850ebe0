// Run in a process of its own, in a project: asks the core that is installed there to load a provider, and writes what it
// says as the last line.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Conduit } from '../../conduit';
import { CORE } from './core-packages';
import type { Problem } from './matrix';

async function admit(provider: string): Promise<Problem | undefined> {
  const core = createRequire(join(process.cwd(), 'package.json'))(CORE) as { readonly conduit: Conduit };
  try {
    await core.conduit.provider(provider);
    return undefined;
  } catch (thrown) {
    const { code, hint, message } = Object(thrown) as Partial<Problem>;
    return { code: String(code), message: String(message), ...(hint !== undefined && { hint }) };
  }
}

void admit(process.argv[2] ?? '').then((problem) => {
  process.stdout.write(`\n${JSON.stringify({ problem })}\n`, () => process.exit());
});
