/**
 * What a report can be found by: telephone numbers, plates, e-mail addresses and handles, each brought into one form whatever way it
 * was written; and, where the operator chose so, words. Source: security.md 9, vocabulary.md (identifiers).
 */

export const identifierKinds = ['phone', 'phone-tail', 'plate', 'email', 'handle'] as const;
export type IdentifierKind = (typeof identifierKinds)[number];
/** A value a report is found by. `phone-tail` is the last seven digits: what people remember, and what is read out without area code. */
export interface Term {
  readonly kind: IdentifierKind | 'word';
  readonly value: string;
}

/** Finds telephone numbers in a text, as E.164; the library that knows every country's numbers is given in. */
export type FindPhones = (text: string) => readonly string[];

/** The most terms one report is found by; what is beyond is not indexed. */
export const termLimit = 400;
const textLimitCharacters = 40_000;
const plateCandidates = 60;
const wordCharacters = { least: 3, most: 40 };
const tailDigits = 7;

/** Letters that are mistaken for digits on a plate. */
const lookAlike: Readonly<Record<string, string>> = {
  O: '0',
  Q: '0',
  I: '1',
  L: '1',
  Z: '2',
  S: '5',
  B: '8',
};

/** A plate in one form: capitals and digits only, and what looks alike is the same. Null when it cannot be one. */
export function plateForm(text: string): string | null {
  const bare = text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '');
  if (bare.length < 5 || bare.length > 8 || !/\d/.test(bare) || !/[A-Z]/.test(bare)) return null;
  return bare.replace(/[OQILZSB]/g, (letter) => lookAlike[letter] ?? letter);
}

/** An e-mail address in one form: small letters, without the part after a plus sign. Null when it is none. */
export function emailForm(text: string): string | null {
  const found = /^([^\s@<>(),;:"]{1,64})@([\p{L}\p{N}.-]{1,253}\.[\p{L}]{2,63})$/u.exec(
    text.normalize('NFKC').toLowerCase(),
  );
  return found ? `${found[1]!.replace(/(?<=.)\+.*$/, '')}@${found[2]}` : null;
}

/** The name somebody goes by on a site, in one form: small letters without the at sign. Null when it is none. */
export function handleForm(text: string): string | null {
  const found = /^@([\p{L}\p{N}_.]{2,40})$/u.exec(text.normalize('NFKC').toLowerCase());
  const name = found ? found[1]!.replace(/\.+$/, '') : '';
  return name.length >= 2 ? name : null;
}

/** A word in one form: small letters without marks above or below them. */
export const wordForm = (text: string): string =>
  text.normalize('NFKD').replace(/\p{M}/gu, '').normalize('NFKC').toLowerCase();

/** Words too common to find anything by; they would also tell most about the language of a report. */
const stopWords: ReadonlySet<string> = new Set(
  `a about after all also am an and any are as at be because been before being but by can could did do does for from get go got had has
  have he her here him his how i if in into is it its just like me more my no not now of off on one only or our out over said saw says
  she so some such than that the their them then there these they this those through to told too up us very was we well were what when
  where which while who whom why will with would you your
  al como con de del el ella ellas ellos en era es esta este la las lo los mas me mi muy no nos o para pero por que se si sin sobre su
  sus también tambien un una uno y ya yo`
    .split(/\s+/)
    .map(wordForm),
);

const tokens = (text: string): string[] =>
  [...new Intl.Segmenter('und', { granularity: 'word' }).segment(text)]
    .filter(({ isWordLike }) => isWordLike)
    .map(({ segment }) => segment);

/** The words of a text that it can be found by, each once. */
export function wordsOf(text: string): string[] {
  const found = new Set<string>();
  for (const token of tokens(text.slice(0, textLimitCharacters))) {
    const word = wordForm(token);
    // Scripts without letters of an alphabet say much in two characters.
    const least = /^[\p{Script=Latin}\p{N}'’.]+$/u.test(word) ? wordCharacters.least : 2;
    if (word.length >= least && word.length <= wordCharacters.most && !stopWords.has(word)) found.add(word);
  }
  return [...found];
}

/** Letters and digits that stand together, or apart by a gap such as a plate has. */
function platesIn(text: string): string[] {
  const pieces = text.split(/([^\p{L}\p{N}]+)/u);
  const found = new Set<string>();
  for (let index = 0; index < pieces.length && found.size < plateCandidates; index += 2) {
    const [piece, gap, next] = pieces.slice(index, index + 3) as [string, string?, string?];
    const joined = next !== undefined && /^[ .·-]{1,3}$/.test(gap ?? '') ? [piece + next] : [];
    for (const candidate of [piece, ...joined]) {
      const plate = candidate.length <= 8 ? plateForm(candidate) : null;
      if (plate) found.add(plate);
    }
  }
  return [...found];
}

const matches = (text: string, shape: RegExp): string[] => [...text.matchAll(shape)].map(([found]) => found);

function phonesIn(text: string, findPhones: FindPhones): Term[] {
  const whole = findPhones(text);
  const short = matches(text, /(?<![\d-])\d{3}[-. ]\d{4}(?![\d-])/g);
  const tails = [...whole, ...short].map((number) => number.replace(/\D/g, '').slice(-tailDigits));
  return [
    ...whole.map((value) => ({ kind: 'phone' as const, value })),
    ...tails.map((value) => ({ kind: 'phone-tail' as const, value })),
  ];
}

/** Everything a text can be found by, each once, at most `termLimit`; identifiers come before words. */
export function termsOf(text: string, findPhones: FindPhones, withWords: boolean): Term[] {
  const read = text.normalize('NFKC').slice(0, textLimitCharacters);
  const emails = matches(read, /[^\s@<>(),;:"]{1,64}@[\p{L}\p{N}.-]{1,253}\.[\p{L}]{2,63}/gu).flatMap(
    (found) => emailForm(found) ?? [],
  );
  const handles = matches(read, /(?<![\p{L}\p{N}_.@])@[\p{L}\p{N}_.]{2,40}/gu).flatMap(
    (found) => handleForm(found) ?? [],
  );
  const all: Term[] = [
    ...phonesIn(read, findPhones),
    ...platesIn(read).map((value) => ({ kind: 'plate' as const, value })),
    ...emails.map((value) => ({ kind: 'email' as const, value })),
    ...handles.map((value) => ({ kind: 'handle' as const, value })),
    ...(withWords ? wordsOf(read).map((value) => ({ kind: 'word' as const, value })) : []),
  ];
  const once = new Map(all.map((term) => [`${term.kind} ${term.value}`, term]));
  return [...once.values()].slice(0, termLimit);
}

/** The most words of one question. */
export const askedWordsLimit = 6;

/**
 * What is asked for: reports that have any of the identifiers, or all of the words.
 * @returns empty lists when the text holds nothing that can be looked for
 */
export function askedFor(
  text: string,
  findPhones: FindPhones,
  withWords: boolean,
): { readonly identifiers: readonly Term[]; readonly words: readonly string[] } {
  const read = text.normalize('NFKC').trim();
  const found = termsOf(read, findPhones, false);
  const digits = read.replace(/\D/g, '');
  const onlyDigits = /^[\d\s().+-]+$/.test(read);
  const plate = plateForm(read);
  const named = found.filter(({ kind }) => kind !== 'plate' && kind !== 'phone-tail');
  const identifiers: Term[] = [
    ...named,
    ...(onlyDigits && digits.length === tailDigits ? [{ kind: 'phone-tail' as const, value: digits }] : []),
    ...(plate && named.length === 0 ? [{ kind: 'plate' as const, value: plate }] : []),
    ...(named.length === 0 && !plate ? found.filter(({ kind }) => kind === 'plate') : []),
  ];
  // What is written as an identifier is meant as one; everything else is words.
  const words = withWords && named.length === 0 && !onlyDigits ? wordsOf(read).slice(0, askedWordsLimit) : [];
  return { identifiers, words };
}
