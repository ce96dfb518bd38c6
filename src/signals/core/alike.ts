/**
 * Which reports say nearly the same. A text becomes the minima of many orders of its runs of three words (MinHash): texts that share most
 * runs share most minima. Here are the sums; the secret orders, and the keyed hashes that stand for the minima, are the shell's.
 */

export const sketchParts = 16;
const partsPerBand = 2;
/** So many parts alike, of 16: about three quarters of the runs are the same. */
const alikeParts = 12;
const runWords = 3;
/** Scripts that put no space between words: two characters side by side stand for one, as most words there have two. */
const unspaced =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}';
const wordsAndCharacters = new RegExp(`[${unspaced}]|(?:(?![${unspaced}])[\\p{L}\\p{M}])+|\\p{N}+`, 'gu');
const isUnspaced = new RegExp(`^[${unspaced}]`, 'u');
/** A text of fewer words is like too many others. */
const fewestWords = 8;
const runLimit = 2_000;
const wordLimit = 6_000;
const leadersPerBand = 8;

/** The words of a text, without case and punctuation; every number is the same. */
function wordsOf(text: string): { readonly words: readonly string[]; readonly length: number } {
  const found = (text.normalize('NFKC').toLowerCase().match(wordsAndCharacters) ?? []).slice(0, wordLimit);
  const characters = found.map((word) => isUnspaced.test(word));
  const words = found.map((word, at) => {
    if (characters[at]) return characters[at + 1] ? word + found[at + 1] : word;
    return /^\p{N}/u.test(word) ? '#' : word;
  });
  const alone = characters.filter(Boolean).length;
  return { words, length: found.length - alone + Math.floor(alone / 2) };
}

/** Runs of three words. Empty for a text too short to compare. */
export function runsOf(text: string): string[] {
  const { words, length } = wordsOf(text);
  if (length < fewestWords) return [];
  const runs = new Set<string>();
  for (let at = 0; at + runWords <= words.length && runs.size < runLimit; at++)
    runs.add(words.slice(at, at + runWords).join(' '));
  return [...runs];
}

/** 32 bits of a text: FNV-1a over its code units. */
function bitsOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

/** One of many orders of all numbers of 32 bits. */
function inOrder(bits: number, seed: number): number {
  let mixed = bits ^ seed;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** The least of all runs in each order. @param seeds one for an order, secret */
export function minimaOf(runs: readonly string[], seeds: readonly number[]): number[] {
  const bits = runs.map(bitsOf);
  return seeds.map((seed) => {
    let least = 0xffffffff;
    for (const one of bits) {
      const place = inOrder(one, seed);
      if (place < least) least = place;
    }
    return least;
  });
}

/** A sketch in hexadecimal, every part of the same length. */
export type Sketch = string;

const partOf = (sketch: Sketch, index: number): string => {
  const length = sketch.length / sketchParts;
  return sketch.slice(index * length, (index + 1) * length);
};

export function isAlike(a: Sketch, b: Sketch): boolean {
  let same = 0;
  for (let index = 0; index < sketchParts; index++) if (partOf(a, index) === partOf(b, index)) same++;
  return same >= alikeParts;
}

/** What two sketches that are alike nearly always share one of. */
export const bandsOf = (sketch: Sketch): string[] =>
  Array.from(
    { length: sketchParts / partsPerBand },
    (_, band) =>
      `${band}.${Array.from({ length: partsPerBand }, (_, part) => partOf(sketch, band * partsPerBand + part)).join('')}`,
  );

export interface Sketched {
  readonly id: string;
  readonly sketch: Sketch;
}

/** Some that are alike: the first is the one the others were held against. */
export interface Group<T extends Sketched> {
  readonly leader: T;
  readonly members: readonly T[];
}

/** Puts together what is alike, in the order it comes; the first of each group leads it. */
export function groupAlike<T extends Sketched>(items: readonly T[]): Group<T>[] {
  const leaders = new Map<string, number[]>();
  const groups: { leader: T; members: T[] }[] = [];
  for (const item of items) {
    const bands = bandsOf(item.sketch);
    const found = bands
      .flatMap((band) => leaders.get(band) ?? [])
      .find((index) => isAlike(groups[index]!.leader.sketch, item.sketch));
    if (found !== undefined) {
      groups[found]!.members.push(item);
      continue;
    }
    groups.push({ leader: item, members: [item] });
    for (const band of bands) {
      const known = leaders.get(band) ?? [];
      if (known.length < leadersPerBand) leaders.set(band, [...known, groups.length - 1]);
    }
  }
  return groups;
}
