/**
 * What stands for a report's text while floods are looked for: the minima of its runs of words in secret orders, each as a keyed hash cut
 * to four bytes. Two reports that say nearly the same have most of them in common, and nobody without the key file learns more. It is
 * kept for an hour.
 */
import { createHmac } from 'node:crypto';
import { minimaOf, runsOf, type Sketch, sketchParts } from '../core/index.ts';

const partBytes = 4;

export type SketchOf = (text: string) => Sketch | null;

/** @param key 32 bytes or more, from the file that the codes come from */
export function openSketches(key: Buffer): SketchOf {
  const keyed = (purpose: string) => createHmac('sha256', key).update(purpose).digest();
  const seeds = Array.from({ length: sketchParts }, (_, index) =>
    keyed(`flood-seed\0${index}`).readUInt32BE(),
  );
  const partKey = keyed('flood-part');
  return (text) => {
    const runs = runsOf(text);
    if (runs.length === 0) return null;
    return minimaOf(runs, seeds)
      .map((least, index) =>
        createHmac('sha256', partKey)
          .update(`${index}.${least}`)
          .digest('hex')
          .slice(0, partBytes * 2),
      )
      .join('');
  };
}
