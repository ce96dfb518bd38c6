/**
 * Whether a password is one that others try first: a common one, or put together from common ones, keyboard rows, years and repeats,
 * or from what is known of the person. The list comes with a package, so nothing is asked of anybody. Source: NIST SP 800-63B-4, 3.1.1.2.
 */
import { Refusal } from '../../platform/index.ts';
import { passwordFault } from '../core/index.ts';

/**
 * So many guesses, as a power of ten, somebody needs who knows the lists and the habits. Ten are out of reach of whoever tries at the
 * door; below, a password is on a list, or a few words of one.
 */
const fewestGuessesLog10 = 10;
/** What comes after so many characters is not looked at: the time it takes grows faster than the length. */
const looksAtCharacters = 64;

interface Estimator {
  check(password: string, known?: string[]): { guessesLog10: number };
}

let opened: Promise<Estimator> | undefined;

/** Some megabytes, for a thing that is done once in a while: read when the first password is set. */
const estimator = (): Promise<Estimator> =>
  (opened ??= (async () => {
    const [{ ZxcvbnFactory }, { dictionary, adjacencyGraphs }] = await Promise.all([
      import('@zxcvbn-ts/core'),
      import('@zxcvbn-ts/language-common'),
    ]);
    return new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs, maxLength: looksAtCharacters });
  })());

/**
 * Every password that is set passes here.
 * @param known what somebody else would try first: their name, address, and who runs this instance
 * @throws Refusal `password-weak`, saying what is wrong
 */
export async function assertGoodPassword(password: string, known: readonly string[]): Promise<void> {
  const weak = (fault: string) => new Refusal('password-weak', 400, 'Please choose another password', fault);
  const context = [...known, 'alight'];
  const fault = passwordFault(password, context);
  if (fault) throw weak(fault);
  const words = context
    .flatMap((one) => [one, ...one.split(/[^\p{L}\p{N}]+/u)])
    .filter((one) => one.length > 2);
  const { guessesLog10 } = (await estimator()).check(password, words);
  if (guessesLog10 < fewestGuessesLog10)
    throw weak(
      'This one is on the lists that are tried first, or is put together from them. Four or five words that do not belong together are easy to keep.',
    );
}
