/**
 * Finds English that was left in a translated text: a part that is the English one to the letter, and a sentence that is English by its small
 * words, wherever it stands. Names, commands and numbers are no English; what else stays English is allowed by name, with the reason.
 */

/** Small words of English that are no words of Spanish or Vietnamese, with or without their marks. */
const smallWords = new Set(
  'the and you your yours they them is are of that with this these those not we for or if be been from was were when who whom what which where will would should could their our it its does did have had there because about into out before after than then'.split(
    ' ',
  ),
);
/** One may stand in a name; more of them, as close together as in a sentence, do not. */
const fewestSmallWords = 2;
const smallWordShare = 0.2;
/** Shorter ones are names, codes, and words that are spelled alike. */
const fewestLetters = 4;

/** Stays English in every language, and why. */
export const staysEnglish: readonly (readonly [words: string, why: string])[] = [
  ['National Human Trafficking Hotline', 'the name of the line, by which it is found'],
  ['Alight', 'the name of this software'],
  ['Web Content Accessibility Guidelines', 'the name of a standard'],
  ['You have a message', 'the very words that a telephone shows, whatever language was chosen'],
];

const isWord = (text: string) => /\p{L}/u.test(text);

/** A text without what is no language: code, addresses, placeholders, marks, and what may stay English. */
function wordsOf(text: string): string {
  const bare = text
    .replaceAll(/```[\s\S]*?```|`[^`]*`/g, ' ')
    .replaceAll(/\]\([^)]*\)/g, ' ')
    .replaceAll(/https?:\S+|\{\{?\w+\}\}?/g, ' ');
  return staysEnglish.reduce((rest, [words]) => rest.replaceAll(words, ' '), bare);
}
const plain = (text: string) =>
  (
    wordsOf(text)
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}']+/gu) ?? []
  )
    .filter(isWord)
    .join(' ');

/** Paragraphs, headings, items of lists and cells of tables. */
export const partsOf = (markdown: string): string[] =>
  markdown
    .replaceAll(/```[\s\S]*?```/g, '\n\n')
    .split(/\n\s*\n|\n(?=\s*(?:[-*|#]|\d+\.) )|\|| :: /)
    .map((part) => part.replaceAll(/^[\s#*|-]+|\s+$/g, ''))
    .filter((part) => plain(part).replaceAll(' ', '').length >= fewestLetters);

/** The sentences of a text, on either side of what only some languages have. */
const sentencesOf = (text: string): string[] => text.split(/(?<=[.!?:;。！？：；؟])\s*|\n+|[（）()“”"«»]/u);

export function isEnglish(text: string): boolean {
  return sentencesOf(text).some((sentence) => {
    const words = plain(sentence)
      .split(' ')
      .filter((word) => /^[a-z']+$/.test(word));
    const small = words.filter((word) => smallWords.has(word)).length;
    return small >= fewestSmallWords && small >= words.length * smallWordShare;
  });
}

/** In a text of another script: so many words of Latin letters in a row are no name any more. */
const latinRun = /[A-Za-z']+(?:[\s,]+[A-Za-z']+){3,}/;
const ownScript = /[\p{Script=Han}\p{Script=Arabic}]/u;

/** The parts of a translated text that are not translated. */
export function untranslatedIn(english: string, translated: string): string[] {
  const original = new Set(partsOf(english).map(plain));
  const foreign = ownScript.test(translated);
  return partsOf(translated).filter(
    (part) => original.has(plain(part)) || isEnglish(part) || (foreign && latinRun.test(wordsOf(part))),
  );
}
