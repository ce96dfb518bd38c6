/** A witness with a file of its own, against a log that is honest, one that is not, and a file that somebody spoiled. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { resolver } from '../../test/support/resolver.ts';
import { openOutbound } from '../platform/index.ts';
import {
  checkpointText,
  consistencyProof,
  type HashAt,
  leafHash,
  nodeHash,
  rootOf,
  writeNote,
} from './core/index.ts';
import { base64, loadNoteKey, type NoteKey, readVerifier, sha256, verifierText } from './keys.ts';
import { type LogSource, logAt, witness } from './witness.ts';

let folder: string;
let state: string;
let key: NoteKey;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alight-witness-'));
  state = join(folder, 'state.json');
  key = await loadNoteKey(join(folder, 'audit.pem'), 'alight.example/audit');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A log that says of itself whatever these entries give, signed. */
function logOf(entries: readonly string[], signer = key): LogSource {
  const leaves = entries.map((entry) => leafHash(sha256, Buffer.from(entry)));
  const at: HashAt = (level, index) =>
    level === 0 ? leaves[index]! : nodeHash(sha256, at(level - 1, 2 * index), at(level - 1, 2 * index + 1));
  const text = checkpointText(
    { origin: signer.name, size: leaves.length, root: rootOf(sha256, at, leaves.length) },
    base64,
  );
  const signature = { name: signer.name, keyId: signer.keyId, signature: signer.sign(text) };
  return {
    newest: async () => ({ note: writeNote(text, [signature], base64), verifier: verifierText(signer) }),
    consistency: async (from, to) => consistencyProof(sha256, at, from, to),
  };
}
const evidence = async () => (await readdir(folder)).filter((name) => name.includes('evidence'));

describe('a witness of the log', () => {
  it('follows a log that only grows, from nothing on', async () => {
    const empty = await witness(state, { newest: async () => null, consistency: async () => null });
    expect(empty).toMatchObject({ ok: true, verdict: 'empty' });
    expect(await witness(state, logOf(['a', 'b']))).toMatchObject({ ok: true, verdict: 'first', size: 2 });
    expect(await witness(state, logOf(['a', 'b']))).toMatchObject({ ok: true, verdict: 'same' });
    expect(await witness(state, logOf(['a', 'b', 'c', 'd', 'e']))).toMatchObject({
      verdict: 'grown',
      size: 5,
    });
    expect(await evidence()).toEqual([]);
  });
  it.each([
    ['an edited entry', ['a', 'X', 'c', 'd'], 'rewritten'],
    ['a dropped entry', ['a', 'c', 'd', 'e'], 'rewritten'],
    ['entries in another order', ['b', 'a', 'c', 'd'], 'rewritten'],
    ['a log as long as it was and another one', ['a', 'b', 'X'], 'forked'],
    ['a log put back to what it was', ['a', 'b'], 'shrunk'],
  ] as const)('finds %s and keeps both notes', async (_what, forged, verdict) => {
    await witness(state, logOf(['a', 'b', 'c']));
    const before = await readFile(state, 'utf8');
    const bad = logOf(forged);
    for (let again = 0; again < 2; again++)
      expect(await witness(state, bad)).toMatchObject({ ok: false, verdict, evidence: expect.any(String) });
    // What was accepted stays what is kept, and one finding is kept once.
    expect(await readFile(state, 'utf8')).toBe(before);
    expect(await evidence()).toHaveLength(1);
    const kept = JSON.parse(await readFile(join(folder, (await evidence())[0]!), 'utf8'));
    expect(kept).toMatchObject({ verdict, kept: JSON.parse(before), offered: await bad.newest() });
    expect(await witness(state, logOf(['a', 'b', 'c', 'd']))).toMatchObject({ ok: true, verdict: 'grown' });
  });
  it('finds a log that has no entry any more, and one that offers no proof', async () => {
    await witness(state, logOf(['a', 'b', 'c']));
    const gone: LogSource = { newest: async () => null, consistency: async () => null };
    expect(await witness(state, gone)).toMatchObject({ ok: false, verdict: 'shrunk' });
    const silent: LogSource = { ...logOf(['a', 'b', 'c', 'd']), consistency: async () => null };
    expect(await witness(state, silent)).toMatchObject({ ok: false, verdict: 'rewritten' });
    expect(await evidence()).toHaveLength(2);
  });
  it('finds another key, also when the log says it was always that one', async () => {
    const other = await loadNoteKey(join(folder, 'other.pem'), key.name);
    await witness(state, logOf(['a', 'b']));
    expect(await witness(state, logOf(['a', 'b', 'c'], other))).toMatchObject({
      ok: false,
      verdict: 'key-changed',
    });
    const claimed = { ...logOf(['a', 'b', 'c'], other) };
    const lying: LogSource = {
      ...claimed,
      newest: async () => ({ note: (await claimed.newest())!.note, verifier: verifierText(key) }),
    };
    expect(await witness(state, lying)).toMatchObject({ ok: false, verdict: 'not-signed' });
  });
  it('takes the key that somebody learned another way before the one the log names', async () => {
    const other = await loadNoteKey(join(folder, 'other.pem'), key.name);
    expect(await witness(state, logOf(['a'], other), verifierText(key))).toMatchObject({
      verdict: 'key-changed',
    });
    expect(await witness(state, logOf(['a']), verifierText(key))).toMatchObject({
      ok: true,
      verdict: 'first',
    });
    expect(await witness(state, logOf(['a']), verifierText(other))).toMatchObject({ verdict: 'key-changed' });
  });
  it.each(['', '{', '{"version":1,"verifier":"x","note":"y"}', '[]'])(
    'will not begin anew over a state file that is not its own: %j',
    async (text) => {
      await writeFile(state, text);
      await expect(witness(state, logOf(['a']))).rejects.toThrow(/is not what a witness wrote/);
      expect(await readFile(state, 'utf8')).toBe(text);
    },
  );
  it('will not compare with a kept note that somebody changed', async () => {
    await witness(state, logOf(['a', 'b', 'c']));
    await writeFile(state, (await readFile(state, 'utf8')).replace('\\n3\\n', '\\n1\\n'));
    await expect(witness(state, logOf(['a', 'X', 'c']))).rejects.toThrow(/damaged or changed/);
  });
  it('accuses nobody when nobody answers', async () => {
    const nobody = 'http://127.0.0.1:9';
    const outbound = openOutbound({ allowedOrigins: [nobody] });
    await expect(witness(state, logAt(nobody, outbound))).rejects.toThrow(/did not answer/);
  });
  it.each(['https://127.0.0.1', 'http://logs.example', 'https://[fd00::1]', 'https://log.example'])(
    'asks nothing of a machine inside, nor without encryption: %s',
    async (origin) => {
      const outbound = openOutbound({ allowedOrigins: [], lookup: resolver(['10.0.0.5']).lookup });
      await expect(witness(state, logAt(origin, outbound))).rejects.toThrow(/EGRESS_ALLOWED_ORIGINS/);
    },
  );
  it('reads a key as it is written, and nothing that is not one', () => {
    const text = verifierText(key);
    expect(readVerifier(text)?.name).toBe(key.name);
    for (const wrong of [text.slice(0, -4), text.replace(/\+[0-9a-f]{8}\+/, '+00000000+'), `x${text}`, ''])
      expect(readVerifier(wrong)).toBeNull();
  });
});
