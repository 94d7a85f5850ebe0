/** Something that a person has to mend; its message says what, and no stack is of use. */
export class Refusal extends Error {}
