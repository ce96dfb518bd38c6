/** Nobody who holds an older checkpoint can be shown a log that is not what it was, whatever proof comes with it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { storeOf } from '../../../test/support/tree.ts';
import { sha256 } from '../keys.ts';
import { consistencyProof, leafHash, rootOf } from './tree.ts';
import { isAccepted, judgeGrowth } from './witness.ts';

const runs = process.env['ALIGHT_TEST_ALL'] ? 5000 : 1000;
const leavesOf = (entries: readonly (number | string)[]) =>
  entries.map((entry) => leafHash(sha256, Buffer.from(String(entry))));
const origin = 'alight.example/audit';
const checkpointOf = (entries: readonly (number | string)[], size = entries.length) => ({
  origin,
  size,
  root: rootOf(sha256, storeOf(leavesOf(entries)), size),
});
const proofOf = (entries: readonly (number | string)[], from: number, to = entries.length) =>
  from <= to && to <= entries.length ? consistencyProof(sha256, storeOf(leavesOf(entries)), from, to) : [];

/** A log's history, where the witness last looked, and what came after. */
const history = fc
  .tuple(fc.uniqueArray(fc.nat(), { minLength: 1, maxLength: 60 }), fc.nat(), fc.nat())
  .map(([entries, cut, place]) => {
    const seen = 1 + (cut % entries.length);
    return { entries, seen, place: place % seen };
  });
const more = fc.array(
  fc.nat().map((n) => `later ${n}`),
  { maxLength: 20 },
);

describe('a witness', () => {
  it('accepts every log that only grew', () => {
    fc.assert(
      fc.property(history, more, ({ entries, seen }, later) => {
        const grown = [...entries, ...later];
        const kept = checkpointOf(entries, seen);
        const verdict = judgeGrowth(sha256, kept, checkpointOf(grown), proofOf(grown, seen));
        expect(verdict).toBe(grown.length === seen ? 'same' : 'grown');
      }),
      { numRuns: runs },
    );
  });
  it('accepts none in which an entry before its checkpoint was edited, dropped or moved, with any proof there is', () => {
    const change = fc.constantFrom('edit', 'drop', 'move', 'insert');
    fc.assert(
      fc.property(history, more, change, fc.nat(), ({ entries, seen, place }, later, how, to) => {
        const forged: (number | string)[] = [...entries, ...later];
        if (how === 'edit') forged[place] = 'another';
        else if (how === 'insert') forged.splice(place, 0, 'another');
        else {
          const [taken] = forged.splice(place, 1);
          if (how === 'move') {
            const target = to % (forged.length + 1);
            forged.splice(target === place ? (place + 1) % (forged.length + 1) : target, 0, taken!);
          }
        }
        const honest = [...entries, ...later];
        // Moving the only entry, or one to where it was, changes nothing; then there is nothing to find.
        fc.pre(forged.slice(0, seen).join() !== honest.slice(0, seen).join());
        const kept = checkpointOf(entries, seen);
        const offered = checkpointOf(forged);
        const proofs = [
          proofOf(forged, seen),
          proofOf(honest, seen),
          proofOf(honest, seen, Math.min(forged.length, honest.length)),
          [kept.root, offered.root],
          [],
        ];
        for (const path of proofs) {
          const verdict = judgeGrowth(sha256, kept, offered, path);
          expect(isAccepted(verdict)).toBe(false);
          expect(verdict).toBe(
            forged.length < seen ? 'shrunk' : forged.length === seen ? 'forked' : 'rewritten',
          );
        }
      }),
      { numRuns: runs },
    );
  });
  it('accepts no log that was put back to what it was earlier, also when it then grew another way', () => {
    fc.assert(
      fc.property(history, more, ({ entries, seen, place }, later) => {
        const back = [...entries.slice(0, place), ...later];
        const kept = checkpointOf(entries, seen);
        const verdict = judgeGrowth(sha256, kept, checkpointOf(back), proofOf(back, seen));
        expect(isAccepted(verdict)).toBe(false);
      }),
      { numRuns: runs },
    );
  });
  it('accepts no log of another name, and begins with whatever it sees first', () => {
    const entries = [1, 2, 3];
    const kept = checkpointOf(entries);
    expect(judgeGrowth(sha256, kept, { ...kept, origin: 'other.example/audit' }, [])).toBe('another-log');
    expect(judgeGrowth(sha256, null, kept, [])).toBe('first');
    expect(judgeGrowth(sha256, checkpointOf([], 0), kept, [])).toBe('grown');
  });
  it('names what it found, and goes on from three findings alone', () => {
    const entries = [1, 2, 3, 4, 5];
    const at = (size: number) => checkpointOf(entries, size);
    const other = (size: number) => checkpointOf(['x', 'y', 'z', 'v', 'w'], size);
    const table = [
      ['first', null, at(3), [], true],
      ['same', at(3), at(3), [], true],
      // A proof that nobody needs is not looked at.
      ['same', at(3), at(3), [at(5).root], true],
      ['grown', at(3), at(5), proofOf(entries, 3), true],
      ['another-log', at(3), { ...at(3), origin: 'other.example/audit' }, [], false],
      ['shrunk', at(3), at(2), [], false],
      ['shrunk', at(3), other(2), [], false],
      ['forked', at(3), other(3), [], false],
      ['rewritten', at(3), other(5), proofOf(entries, 3), false],
      ['rewritten', at(3), at(5), [], false],
    ] as const;
    for (const [verdict, kept, newest, path, accepted] of table) {
      expect(judgeGrowth(sha256, kept, newest, path)).toBe(verdict);
      expect(isAccepted(verdict), verdict).toBe(accepted);
    }
  });
});
