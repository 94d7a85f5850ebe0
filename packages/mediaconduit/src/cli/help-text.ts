/** Shown before the list of commands. */
export const EXAMPLES = `Examples:
  mediaconduit run cowsay "Hello"                      the first model of a provider
  mediaconduit run cowsay:cowsay-default --cow tux Hi  a model and its options
  echo Hello | mediaconduit run cowsay > cow.txt       text from a pipe, data to a file
  mediaconduit models --capability text-to-text        what is installed
  mediaconduit doctor                                  what works on this machine
`;

/** Shown after the list of options. */
export const EXIT_CODES = `
Exit codes:
  0 ok · 1 failure · 2 wrong usage · 3 not found · 4 invalid input, option or configuration · 5 engine or service unavailable
  6 timeout · 7 key missing or refused · 8 conflict · 9 a check failed (doctor) · 129 hang-up · 130 Ctrl-C · 143 terminated

Data goes to stdout, everything else to stderr. NO_COLOR, FORCE_COLOR and CI are respected; keys are read from the
environment and from .env of the project.
`;

/** Shown before the options of \`run\`. */
export const RUN_EXAMPLES = `Examples:
  mediaconduit run cowsay "Hello"
  mediaconduit run cowsay --cow dragon --think "Hm"
  mediaconduit run cowsay --option cow=tux --file letter.txt --out cow.txt
  echo Hello | mediaconduit run cowsay --json
`;
