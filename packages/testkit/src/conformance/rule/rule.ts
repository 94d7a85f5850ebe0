import type { Level } from './level';
import type { Verdict } from './verdict';

/** `MC-P…` are the rules for providers, `MC-S…` those for services. A number is never given to another rule. */
export type RuleId = `MC-${'P' | 'S'}${number}`;

/** What people read about a rule; its page in the documentation is made of this. */
export interface RuleText {
  readonly id: RuleId;
  /** Follows "the package": `checks options before it calls`. */
  readonly title: string;
  readonly level: Level;
  /** What is checked, as sentences. */
  readonly checks: string;
  /** Who suffers when it is broken. */
  readonly why: string;
  /** The next step of an author whose package breaks it. */
  readonly mend: string;
}

/** A rule and how it is checked. */
export interface Rule<Subject> extends RuleText {
  readonly check: (subject: Subject) => Verdict | Promise<Verdict>;
}

/** Where the page of a rule is. */
export function rulePage(id: RuleId): string {
  return `https://mediaconduit.dev/docs/providers/rules/${id}`;
}
