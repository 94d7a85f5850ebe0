/** One of the answers to a question. */
export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** A question that is answered with a line. */
export interface LineQuestion {
  readonly message: string;
  /** What an empty line stands for. */
  readonly initial?: string;
  /** Why that cannot be; `undefined` when it can. */
  readonly problem: (value: string) => string | undefined;
}

/** A question with choices. */
export interface ChoiceQuestion {
  readonly message: string;
  readonly choices: readonly Choice[];
  readonly initial: string;
}

/** Whoever asks a person. All of them throw `MC_CALL_ABORTED` when the person leaves. */
export interface Questions {
  line(question: LineQuestion): Promise<string>;
  one(question: ChoiceQuestion): Promise<string>;
  /** At least one. */
  several(question: ChoiceQuestion): Promise<string[]>;
}
