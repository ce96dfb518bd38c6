/** Checkpoints as others read them: what is well formed is read whole, what is not is read as nothing. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { base64 } from '../keys.ts';
import { checkpointText, readCheckpointText, readNote, writeNote } from './checkpoint.ts';

const root = Buffer.from(Array.from({ length: 32 }, (_, at) => at));
const rootText = 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=';
const text = `alight.example/audit\n7\n${rootText}\n`;

describe('the text of a checkpoint', () => {
  it('is three lines, each ended (C2SP tlog-checkpoint)', () => {
    expect(checkpointText({ origin: 'alight.example/audit', size: 7, root }, base64)).toBe(text);
  });
  it('is read as it was written', () => {
    const checkpoint = { origin: 'alight.example/audit', size: 7, root };
    expect(readCheckpointText(text, base64)).toEqual(checkpoint);
    expect(readCheckpointText(`${text}an extension\n`, base64)).toEqual(checkpoint);
  });
  it('may be of an empty log', () => {
    expect(readCheckpointText(`a/audit\n0\n${rootText}\n`, base64)?.size).toBe(0);
  });
  it.each([
    ['nothing', ''],
    ['no origin', `\n7\n${rootText}\n`],
    ['no size', 'a/audit\n'],
    ['no root', 'a/audit\n7'],
    ['a last line without its end', `a/audit\n7\n${rootText}`],
    ['a size with a zero before it', `a/audit\n07\n${rootText}\n`],
    ['a size below nothing', `a/audit\n-1\n${rootText}\n`],
    ['a size in words', `a/audit\nseven\n${rootText}\n`],
    ['a size with more behind it', `a/audit\n7 \n${rootText}\n`],
    ['a size with more before it', `a/audit\n 7\n${rootText}\n`],
    ['a size that no number holds exactly', `a/audit\n9999999999999999\n${rootText}\n`],
    ['a size of too many digits', `a/audit\n10000000000000000\n${rootText}\n`],
    ['a root that is no base64', 'a/audit\n7\n!!\n'],
    ['a root that is too short', `a/audit\n7\n${base64.encode(root.subarray(1))}\n`],
    ['a root that is too long', `a/audit\n7\n${base64.encode(Uint8Array.of(...root, 1))}\n`],
  ])('is none with %s', (_, written) => {
    expect(readCheckpointText(written, base64)).toBeNull();
  });
});

describe('a note', () => {
  const signature = {
    name: 'alight.example/audit',
    keyId: Uint8Array.of(1, 2, 3, 4),
    signature: Uint8Array.of(9, 8, 7),
  };
  const line = `— alight.example/audit ${base64.encode(Uint8Array.of(1, 2, 3, 4, 9, 8, 7))}\n`;

  it('is the text, an empty line, and a line a signature (C2SP signed-note)', () => {
    expect(writeNote(text, [signature], base64)).toBe(`${text}\n${line}`);
    expect(writeNote(text, [signature, signature], base64)).toBe(`${text}\n${line}${line}`);
  });
  it('takes four bytes of a key’s id and no more', () => {
    const long = { ...signature, keyId: Uint8Array.of(1, 2, 3, 4, 5, 6) };
    expect(writeNote(text, [long], base64)).toBe(`${text}\n${line}`);
  });
  it('is read as it was written, whatever is in it', () => {
    const bytes = (from: number, to: number) => fc.uint8Array({ minLength: from, maxLength: to });
    const signatures = fc.array(
      fc.record({
        name: fc.stringMatching(/^[a-z./+]{1,20}$/),
        keyId: bytes(4, 4),
        signature: bytes(1, 80),
      }),
      { minLength: 1, maxLength: 4 },
    );
    const lines = fc.array(fc.stringMatching(/^[ -~]{0,30}$/), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(signatures, lines, (signed, body) => {
        const written = `${body.join('\n')}\n`;
        const read = readNote(writeNote(written, signed, base64), base64);
        expect(read?.text).toBe(written);
        expect(read?.signatures.map(({ name }) => name)).toEqual(signed.map(({ name }) => name));
        expect(read?.signatures.map((each) => [...each.signature])).toEqual(
          signed.map((each) => [...each.signature]),
        );
        expect(read?.signatures.map((each) => [...each.keyId])).toEqual(
          signed.map((each) => [...each.keyId]),
        );
      }),
      { numRuns: 1000 },
    );
  });
  it.each([
    ['no empty line', text],
    ['no end', `${text}\n${line.trimEnd()}`],
    ['no signature', `${text}\n`],
    ['a line that is no signature', `${text}\n${line}hello\n`],
    ['a signature with a word behind it', `${text}\n${line.trimEnd()} more\n`],
    ['a signature with a word before it', `${text}\nmore ${line}`],
    ['a signature without a name', `${text}\n—  ${base64.encode(Uint8Array.of(1, 2, 3, 4, 9))}\n`],
    ['a signature that is no base64', `${text}\n— alight.example/audit !!!!\n`],
    ['a signature of nothing but the key’s id', `${text}\n— a ${base64.encode(Uint8Array.of(1, 2, 3, 4))}\n`],
    ['a signature shorter than the key’s id', `${text}\n— a ${base64.encode(Uint8Array.of(1, 2))}\n`],
  ])('is none with %s', (_, note) => {
    expect(readNote(note, base64)).toBeNull();
  });
});
