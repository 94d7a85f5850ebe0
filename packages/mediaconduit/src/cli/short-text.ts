/** Of one thing that somebody else has written. */
const LONGEST = 1000;

/** For people: a script or licence may be as long as a package. */
export function shortText(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}… (${text.length} characters)`;
}
