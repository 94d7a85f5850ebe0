import type { Rule } from '../rule/rule';
import { answersTheDeclaredKind } from './answers-the-declared-kind';
import type { CallSubject } from './call-subject';
import { checksInput } from './checks-input';
import { checksOptions } from './checks-options';
import { documentsItsOptions } from './documents-its-options';
import { explainsRefusals } from './explains-refusals';
import { keepsSecrets } from './keeps-secrets';
import { keepsTheDeadline } from './keeps-the-deadline';
import { namesMissingKeys } from './names-missing-keys';
import { printsNothing } from './prints-nothing';
import { saysThatNobodyIsThere } from './says-that-nobody-is-there';
import { stopsWhenCancelled } from './stops-when-cancelled';
import { streamsLargeMedia } from './streams-large-media';
import { survivesBrokenReplies } from './survives-broken-replies';
import { tellsHowFarItIs } from './tells-how-far-it-is';
import { worksBesideItself } from './works-beside-itself';
import { worksConcurrently } from './works-concurrently';
import { worksInAProcessOfItsOwn } from './works-in-a-process-of-its-own';

/** Rules about calls; the one about what is printed comes behind those whose calls it looks at. */
export const CALL_RULES: readonly Rule<CallSubject>[] = [
  answersTheDeclaredKind,
  checksOptions,
  checksInput,
  stopsWhenCancelled,
  keepsTheDeadline,
  saysThatNobodyIsThere,
  explainsRefusals,
  survivesBrokenReplies,
  namesMissingKeys,
  keepsSecrets,
  worksBesideItself,
  worksConcurrently,
  tellsHowFarItIs,
  streamsLargeMedia,
  worksInAProcessOfItsOwn,
  documentsItsOptions,
  printsNothing,
];
