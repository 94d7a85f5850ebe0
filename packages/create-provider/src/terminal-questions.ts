import { MediaConduitError } from '@mediaconduit/sdk';
import type { ChoiceQuestion, LineQuestion, Questions } from './questions';

type Prompts = typeof import('@clack/prompts');

/** Questions on the terminal of this process. Their library is loaded with the first of them. */
export function terminalQuestions(): Questions {
  const ask = async <T>(question: (prompts: Prompts) => Promise<T>): Promise<Exclude<T, symbol>> => {
    const prompts = await import('@clack/prompts');
    const answer = await question(prompts);
    if (prompts.isCancel(answer)) throw left();
    return answer as Exclude<T, symbol>;
  };
  return {
    line: (question) => ask((prompts) => prompts.text(lineOf(question))),
    one: ({ choices, initial, message }) =>
      ask((prompts) => prompts.select({ message, options: [...choices], initialValue: initial })),
    several: ({ choices, initial, message }: ChoiceQuestion) =>
      ask((prompts) =>
        prompts.multiselect({ message, options: [...choices], initialValues: [initial], required: true }),
      ),
  };
}

function lineOf({ initial, message, problem }: LineQuestion): Parameters<Prompts['text']>[0] {
  const validate = (value: string | undefined): string | undefined => problem(value || (initial ?? ''));
  return { message, placeholder: initial, defaultValue: initial, validate };
}

function left(): MediaConduitError {
  return new MediaConduitError('MC_CALL_ABORTED', 'Cancelled; nothing was written.', {
    hint: 'with --yes nothing is asked',
  });
}
