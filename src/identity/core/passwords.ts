/** What a password must be. Long and nothing else: no signs it must hold, no change by the calendar. Source: NIST SP 800-63B-4, 3.1.1. */

export const shortestPassword = 15;
export const longestPassword = 128;

/** Too few different signs to be a secret, however long. */
const fewestDifferentSigns = 6;

/**
 * What is wrong with a password, in words; null when nothing is.
 * @param known what somebody else would try first: their name, address, and who runs this instance
 */
export function passwordFault(password: string, known: readonly string[]): string | null {
  if ([...password].length < shortestPassword)
    return `A password needs at least ${shortestPassword} characters. Four or five words in a row are easy to keep.`;
  if (password.length > longestPassword) return `A password has at most ${longestPassword} characters.`;
  const small = password.toLowerCase();
  if (new Set(small).size < fewestDifferentSigns)
    return 'This password repeats the same few characters. Please choose another one.';
  const parts = known.flatMap((words) => words.toLowerCase().split(/[^\p{L}\p{N}]+/u));
  const rest = parts
    .filter((part) => part.length > 2)
    .reduce((left, part) => left.replaceAll(part, ''), small);
  if ([...rest].length < shortestPassword - 7)
    return 'This password is mostly a name that others know. Please choose another one.';
  return null;
}
