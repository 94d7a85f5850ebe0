import { isMediaConduitError } from '@mediaconduit/sdk';
import type { GivenAnswers } from './answers';
import { checkAnswers, parseKind, parseUrl } from './check-answers';
import { KIND_NAMES, KINDS, type KindFacts } from './kinds';
import { parseProviderName } from './provider-names';
import type { Questions } from './questions';

/**
 * Asks for what was not given, in the order in which one follows from the other. What was given is checked first: nobody
 * answers five questions to learn that a flag is wrong.
 */
export async function askAnswers(given: GivenAnswers, questions: Questions): Promise<GivenAnswers> {
  checkAnswers({ ...given, name: given.name ?? 'checked-before-it-is-asked' });
  const name = given.name ?? (await askName(given, questions));
  const kind = given.kind ?? (await askKind(questions));
  const facts = KINDS[parseKind(kind)];
  const hasCapabilities = (given.capabilities ?? []).length > 0;
  const capabilities = hasCapabilities ? given.capabilities : await askCapabilities(facts, questions);
  const place = await askPlace(facts, given, questions);
  const { title } = parseProviderName(name, given.scope);
  const description = given.description ?? (await askDescription(title, questions));
  return { ...given, ...place, name, kind, capabilities, description };
}

function askName({ scope }: GivenAnswers, questions: Questions): Promise<string> {
  return questions.line({
    message: 'What is it called?',
    initial: undefined,
    problem: (value) => problemOf(() => parseProviderName(value, scope)),
  });
}

function askKind(questions: Questions): Promise<string> {
  return questions.one({
    message: 'What is it in front of?',
    choices: KIND_NAMES.map((value) => ({ value, label: KINDS[value].summary })),
    initial: 'api',
  });
}

function askCapabilities({ capabilities, defaultCapability }: KindFacts, questions: Questions): Promise<string[]> {
  return questions.several({
    message: 'What can it do? (space chooses)',
    choices: capabilities.map((value) => ({ value, label: value })),
    initial: defaultCapability,
  });
}

async function askPlace(facts: KindFacts, given: GivenAnswers, questions: Questions): Promise<GivenAnswers> {
  if (facts.url !== undefined && given.url === undefined) {
    const problem = (value: string): string | undefined => problemOf(() => parseUrl(value));
    return { url: await questions.line({ message: 'At which address?', initial: facts.url, problem }) };
  }
  if (facts.image !== undefined && given.image === undefined) {
    const problem = (value: string): string | undefined =>
      /^[a-z0-9][\w.\-/:@]*$/i.test(value) ? undefined : 'name it as docker pull does';
    return { image: await questions.line({ message: 'Which image?', initial: facts.image, problem }) };
  }
  return {};
}

function askDescription(title: string, questions: Questions): Promise<string> {
  return questions.line({
    message: 'What does it do, in one sentence?',
    initial: `${title}, as a provider of MediaConduit.`,
    problem: (value) => (value.trim().length < 10 ? 'a few words more' : undefined),
  });
}

function problemOf(check: () => unknown): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (!isMediaConduitError(error)) throw error;
    return error.hint === undefined ? error.message : `${error.message} ${error.hint}`;
  }
}
