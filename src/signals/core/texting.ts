/**
 * What may go to the telephone of somebody who texts us. It may be in other hands: words of substance go only as an answer to a text of
 * theirs a moment ago, and nothing at all goes where nobody said that it is safe. Source: safety.md "Messages on a watched phone".
 */

/** So long after their own text an answer may hold words. */
export const answerMinutes = 10;
/** An answer takes at most so many texts. */
export const answerSegments = 3;

/** The first answer to somebody whom we do not know. One text. */
export const firstReply =
  'In danger now? Call 911, or text 911 where available. Nobody may read this at once. Is it safe to text? This stays on your phone. Answer YES or STOP.';

/** The answer to HELP, which carriers ask for. It says nothing of what is done here. */
export const helpReply = (phone: string): string =>
  `You can text here at any time, or call ${phone}. In an emergency call 911. Text STOP to get no more texts. Message and data rates may apply.`;

/** Whether a text says yes, in the ways people write it. */
export const saysYes = (text: string): boolean =>
  /^(yes|y|yeah|yep|ok|okay|safe|s[ií])[.!]*$/i.test(text.trim());

const dangerWords =
  /(?<!\p{L})(help|911|emergency|danger|hurts?|hurting|beat(s|ing)?|kill\w*|guns?|knife|blood|bleeding|dying|die|rap(e|ed|ing)|trapped|locked|scared|ayuda\w*|socorro|auxilio|peligro|emergencia|pistola|cuchillo|sangre|matar\w*|encerrad\w+|miedo|cứu|nguy hiểm|súng|dao|máu|giết|النجدة|ساعدوني|ساعدني|خطر|سلاح|سكين|دم|يقتلني)(?!\p{L})|救|危险|危險|枪|槍|刀|血|杀|殺|害怕/iu;

/** Whether a text holds a word of danger, as people write it in the languages that are asked in. What holds one is never slowed by a flood. */
export const namesDanger = (text: string): boolean => dangerWords.test(text.normalize('NFC'));

/** What may be texted now. */
export type TextPlan =
  /** The words themselves, until then. */
  | { readonly kind: 'words'; readonly until: Date; readonly isSafe: boolean }
  /** That a message waits, and no more. */
  | { readonly kind: 'note' }
  | { readonly kind: 'nothing' };

export function textPlan(
  known: { readonly lastTextAt: Date | null; readonly isSafe: boolean },
  now: Date,
): TextPlan {
  const { lastTextAt, isSafe } = known;
  const until = lastTextAt && new Date(lastTextAt.getTime() + answerMinutes * 60_000);
  if (until && now <= until) return { kind: 'words', until, isSafe };
  return { kind: isSafe ? 'note' : 'nothing' };
}

const telling =
  /\b(traffick\w*|trata|tr[aá]fico|prostitut\w*|pimp\w*|victim\w*|v[ií]ctima\w*|slave\w*|smuggl\w*)\b/iu;
const quotedWords = 5;

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/**
 * What in an answer must not be read on somebody's telephone: a word that names what this is about, or their own words again.
 * @returns the words, or null
 */
export function tellsTooMuch(answer: string, theirs: readonly string[]): string | null {
  const named = telling.exec(answer);
  if (named) return named[0];
  const said = theirs.map((text) => ` ${wordsOf(text).join(' ')} `);
  const words = wordsOf(answer);
  for (let start = 0; start + quotedWords <= words.length; start++) {
    const run = words.slice(start, start + quotedWords).join(' ');
    if (said.some((text) => text.includes(` ${run} `))) return run;
  }
  return null;
}

/** Texts that come so soon after each other were one when they were written. */
const togetherSeconds = 10;

interface Said {
  readonly from: string;
  readonly text: string;
  readonly at: Date;
  readonly byText: boolean;
}

/** Where a network numbered the parts it cut a text into, as `(2/3)`. */
const partOf = (text: string) => /^\s*\(?(\d{1,2})\/(\d{1,2})\)?[\s:]+/.exec(text);

/** Parts in their order where all are numbered, else as they came. */
function inOrder<T extends Said>(texts: readonly T[]): { said: T; words: string }[] {
  const numbered = texts.map((said) => ({ said, part: partOf(said.text) }));
  const total = numbered[0]?.part?.[2];
  const places = new Set(numbered.map(({ part }) => part?.[1]));
  const whole = numbered.every(({ part }) => part && part[2] === total) && places.size === texts.length;
  if (!whole || texts.length < 2) return texts.map((said) => ({ said, words: said.text }));
  return numbered
    .map(({ said, part }) => ({ said, place: Number(part![1]), words: said.text.slice(part![0].length) }))
    .sort((a, b) => a.place - b.place);
}

/**
 * Messages as they are read: texts of the signaler that came within seconds are one, with what they were cut into joined again. What is
 * stored stays as it came.
 */
export function joinTexts<T extends Said>(messages: readonly T[]): T[] {
  const groups: T[][] = [];
  for (const message of messages) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    const together =
      last?.byText &&
      message.byText &&
      last.from === 'signaler' &&
      message.from === 'signaler' &&
      message.at.getTime() - last.at.getTime() <= togetherSeconds * 1000;
    if (together) group!.push(message);
    else groups.push([message]);
  }
  return groups.map((group) => {
    if (group.length === 1) return group[0]!;
    return {
      ...group.at(-1)!,
      at: group[0]!.at,
      text: inOrder(group)
        .map(({ words }) => words)
        .join('\n'),
    };
  });
}
