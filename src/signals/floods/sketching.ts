/**
 * What stands for a report's text while floods are looked for: the minima of its runs of words in secret orders, each as a keyed hash cut
 * to four bytes. Two reports that say nearly the same have most of them in common, and nobody without the key file learns more. It is
 * kept for an hour.
 */
import { createCipheriv, createHmac } from 'node:crypto';
import { minimaOf, runsOf, type Sketch, sketchParts } from '../core/index.ts';

const partBytes = 4;
/** Of AES. */
const blockBytes = 16;

export type SketchOf = (text: string) => Sketch | null;

/** @param key 32 bytes or more, from the file that the codes come from */
export function openSketches(key: Buffer): SketchOf {
  const keyed = (purpose: string) => createHmac('sha256', key).update(purpose).digest();
  const seeds = Array.from({ length: sketchParts }, (_, index) =>
    keyed(`flood-seed\0${index}`).readUInt32BE(),
  );
  // One block of AES for each part, cut short: a keyed hash of eight bytes, at a fiftieth of what sixteen HMACs cost.
  const cipher = createCipheriv('aes-256-ecb', keyed('flood-part'), null);
  return (text) => {
    const runs = runsOf(text);
    if (runs.length === 0) return null;
    const blocks = Buffer.alloc(sketchParts * blockBytes);
    for (const [index, least] of minimaOf(runs, seeds).entries()) {
      blocks.writeUInt32BE(index, index * blockBytes);
      blocks.writeUInt32BE(least, index * blockBytes + 4);
    }
    const hashed = cipher.update(blocks);
    return Array.from({ length: sketchParts }, (_, index) =>
      hashed.toString('hex', index * blockBytes, index * blockBytes + partBytes),
    ).join('');
  };
}
