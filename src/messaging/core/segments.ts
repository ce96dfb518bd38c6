/**
 * How many texts a telephone network makes of one: 7-bit characters where all of them are in its alphabet, 16-bit ones otherwise, and a
 * little less room in each where there is more than one. Source: 3GPP TS 23.038, TS 23.040.
 */

/** The basic alphabet; each counts one. */
const basic = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
/** Reached by an escape; each counts two. */
const extended = new Set('\f^{}\\[~]|€');

const room = {
  'GSM-7': { alone: 160, each: 153 },
  'UCS-2': { alone: 70, each: 67 },
} as const;

export interface Segments {
  readonly alphabet: keyof typeof room;
  /** Seven-bit characters, or 16-bit units. */
  readonly units: number;
  readonly count: number;
}

/** What each character takes, or null where one is outside the seven-bit alphabet. */
function sevenBit(text: string): number[] | null {
  const taken: number[] = [];
  for (const character of text) {
    if (basic.has(character)) taken.push(1);
    else if (extended.has(character)) taken.push(2);
    else return null;
  }
  return taken;
}

export function segmentsOf(text: string): Segments {
  const seven = sevenBit(text);
  const alphabet = seven ? 'GSM-7' : 'UCS-2';
  const taken = seven ?? [...text].map((character) => character.length);
  const units = taken.reduce((sum, one) => sum + one, 0);
  const { alone, each } = room[alphabet];
  if (units <= alone) return { alphabet, units, count: units === 0 ? 0 : 1 };
  // No character is cut in two, so a segment may stay one short.
  let [count, left] = [1, each];
  for (const one of taken) {
    if (one > left) [count, left] = [count + 1, each];
    left -= one;
  }
  return { alphabet, units, count };
}

/** Typographic signs as telephones have them: one curly apostrophe would more than halve the room of a text. */
const plainer: Readonly<Record<string, string>> = {
  '‘': "'",
  '’': "'",
  '‚': "'",
  '“': '"',
  '”': '"',
  '„': '"',
  '–': '-',
  '—': '-',
  '‑': '-',
  '…': '...',
  '\u00a0': ' ',
  '\u202f': ' ',
};

export const plainForTexting = (text: string): string =>
  text.replace(/[‘’‚“”„–—‑…\u00a0\u202f]/g, (sign) => plainer[sign] ?? sign);
