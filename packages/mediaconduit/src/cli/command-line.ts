import { messageOf, toMediaConduitError, type MediaConduitError } from '@mediaconduit/sdk';
import { CommanderError } from 'commander';
import { toUsageError } from './command-error';
import type { CommandHost } from './command-host';
import { describeError } from './describe-error';
import { Output } from './output';
import { createProgram } from './program';
import { Session } from './session';
import { isReaderGone } from './reader-gone';

/** One run of the command that is under way. */
export interface CommandRun {
  /** The exit code; never rejects. When it is there, everything is closed and written. */
  readonly exitCode: Promise<number>;
  /** Ends the work and closes what was started; the reason decides the exit code. */
  cancel(reason: MediaConduitError): void;
  /** Ends what was started without waiting. */
  closeSync(): void;
  /** Says with `--verbose` what went wrong beside the work. */
  tellAside(reason: unknown): void;
  /** Says why the program ends before the run is over, and ends what was started, without waiting; answers the exit code. */
  cutOff(reason: MediaConduitError): number;
}

/** Runs `mediaconduit` with these words. */
export function runCommandLine(argv: readonly string[], host: CommandHost): CommandRun {
  const end = argv.indexOf('--');
  const words = end < 0 ? argv : argv.slice(0, end);
  const literal = end < 0 ? [] : argv.slice(end + 1);
  const settings = {
    json: words.includes('--json'),
    stream: words.includes('--stream'),
    quiet: words.includes('--quiet'),
    verbose: words.includes('--verbose'),
    environment: host.environment,
  };
  const output: Output = new Output(host, settings, (reason) => session.cancel(reason));
  const session = new Session(host, output);
  return {
    exitCode: execute(words, literal, session),
    cancel: (reason) => session.cancel(reason),
    closeSync: () => session.closeSync(),
    tellAside: (reason) => output.detail(`rejected, and nobody waits for it: ${messageOf(reason)}`),
    cutOff: (reason) => {
      void report(reason, output); // what it writes is written at once
      session.closeSync();
      return reason.exitCode;
    },
  };
}

async function execute(words: readonly string[], literal: readonly string[], session: Session): Promise<number> {
  let code = await interpret(words, literal, session).catch((thrown: unknown) => report(thrown, session.output));
  try {
    await session.close();
  } catch (thrown) {
    code ||= await report(thrown, session.output);
  }
  await session.output.flush();
  const { failure } = session.output;
  return failure && code === 0 ? report(failure, session.output) : code;
}

async function interpret(words: readonly string[], literal: readonly string[], session: Session): Promise<number> {
  let code = 0;
  let help = '';
  const program = createProgram({
    literal,
    width: session.output.width,
    write: (text) => (help += text),
    start: async (settings, work) => {
      code = await session.run(settings, work);
    },
  });
  try {
    if (words.length === 0 && literal.length === 0) program.outputHelp();
    else await program.parseAsync([...words], { from: 'user' });
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) throw thrown;
    const command = words.flatMap((word) => program.commands.filter((one) => one.name() === word)).at(0);
    if (thrown.exitCode !== 0) throw toUsageError(thrown, command);
  }
  if (help !== '') await session.output.data(help);
  return code;
}

/** Says what went wrong; answers the exit code. */
async function report(thrown: unknown, output: Output): Promise<number> {
  if (isReaderGone(thrown)) return 0;
  const error = toMediaConduitError(thrown);
  if (output.settings.json && !output.failure)
    await output.json({ ...(output.settings.stream && { type: 'error' }), error: error.toJSON() });
  else
    for (const [index, line] of describeError(error, output.settings.verbose).entries())
      output.complain(line, index === 0 ? 'red' : undefined);
  const code = error.facts['exitCode'];
  return error.code === 'MC_CALL_ABORTED' && typeof code === 'number' ? code : error.exitCode;
}
