/**
 * A witness of the audit log, for somebody who does not trust its operator: it keeps the last checkpoint it accepted in a file
 * and asks for the proof that the newest one goes on from it. What it finds changed it keeps, both notes, as evidence.
 */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { type Db, EgressRefused, type Outbound } from '../platform/index.ts';
import {
  type Checkpoint,
  consistencyProof,
  isAccepted,
  judgeGrowth,
  type WitnessVerdict,
} from './core/index.ts';
import { writeDurably } from './durable-file.ts';
import { withHashes } from './hashes.ts';
import { base64, type NoteKey, readVerifier, sha256, verifierText } from './keys.ts';
import { readCheckpoint } from './store.ts';
import { readSigned } from './verify.ts';

/** Where a witness gets a log's word from. */
export interface LogSource {
  /** The newest checkpoint and the key it is to be checked with; null while the log has no entry. */
  newest(): Promise<{ note: string; verifier: string } | null>;
  /** The proof that the log of `to` entries begins with that of `from`; null when it gives none. */
  consistency(from: number, to: number): Promise<Uint8Array[] | null>;
}

export interface Witnessed {
  readonly ok: boolean;
  readonly verdict: WitnessVerdict | 'empty' | 'key-changed' | 'not-signed';
  /** In words, for whoever reads the witness's report. */
  readonly words: string;
  readonly size: number;
  /** Where both notes are kept, when the log is not what it was. */
  readonly evidence: string | null;
}

const kept = z.object({
  version: z.literal(1),
  verifier: z.string().min(1).max(400),
  note: z.string().min(1).max(8000),
});
type Kept = z.infer<typeof kept>;

/** @throws Error in words when there is a file that a witness did not write */
async function readState(file: string): Promise<Kept | null> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return null;
    throw new Error(`The state file ${file} could not be read. Without it nothing can be compared.`);
  }
  const read = kept.safeParse(jsonOf(text));
  if (!read.success || !signedState(read.data))
    throw new Error(
      `The state file ${file} is not what a witness wrote: it was damaged or changed. Put back a copy; a new file would begin with whatever the log says today.`,
    );
  return read.data;
}

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

const signedState = ({ verifier, note }: Kept): Checkpoint | null => {
  const key = readVerifier(verifier);
  return key && readSigned(note, key.publicKey);
};

const words: Record<Witnessed['verdict'], string> = {
  first: 'This is the first checkpoint that was kept. From now on nothing before it can be changed unseen.',
  same: 'The log is as it was.',
  grown: 'The log has grown and begins with everything it was.',
  empty: 'The log has no entry yet; nothing is kept.',
  'another-log': 'The log has another name than the one that was kept: it is not the same log.',
  shrunk:
    'The log is shorter than it was: entries were taken out of it, or an older copy was put in its place.',
  forked: 'The log is as long as it was and another one: two versions of it were signed.',
  rewritten: 'The log does not begin with what it was: something before the kept checkpoint was changed.',
  'key-changed': 'The log is signed with another key than the one that was kept.',
  'not-signed': 'What the log says is not signed by the key it names.',
};

/** Both notes, under a name that the same finding has again, so that asking every minute does not fill the disk. */
async function keepEvidence(stateFile: string, verdict: string, before: Kept | null, after: object | null) {
  const text = `${JSON.stringify({ verdict, kept: before, offered: after }, null, 2)}\n`;
  const name = Buffer.from(sha256(Buffer.from(text)))
    .toString('hex')
    .slice(0, 16);
  const file = `${stateFile}.evidence-${name}.json`;
  await writeDurably(file, text);
  return file;
}

/**
 * Asks once and remembers what was accepted. Nothing that was not accepted replaces what is kept.
 * @param pinned the log's key as somebody learned it another way; without it the first key seen is kept
 * @throws Error in words when the state file is damaged or the log cannot be reached: that accuses nobody
 */
export async function witness(stateFile: string, log: LogSource, pinned?: string): Promise<Witnessed> {
  const state = await readState(stateFile);
  const before = state && signedState(state);
  const offered = await log.newest();
  const end = async (verdict: Witnessed['verdict'], size: number): Promise<Witnessed> => ({
    ok: false,
    verdict,
    words: words[verdict],
    size,
    evidence: await keepEvidence(stateFile, verdict, state, offered),
  });
  if (!offered) {
    if (before && before.size > 0) return end('shrunk', 0);
    return { ok: true, verdict: 'empty', words: words.empty, size: 0, evidence: null };
  }
  const verifier = state?.verifier ?? pinned ?? offered.verifier;
  if (offered.verifier !== verifier || (pinned !== undefined && pinned !== verifier))
    return end('key-changed', 0);
  const key = readVerifier(verifier);
  const newest = key && readSigned(offered.note, key.publicKey);
  if (!newest) return end('not-signed', 0);
  const needed = before && before.size > 0 && newest.size > before.size;
  const path = needed ? await log.consistency(before.size, newest.size) : [];
  const verdict = path ? judgeGrowth(sha256, before, newest, path) : 'rewritten';
  if (!isAccepted(verdict)) return end(verdict, newest.size);
  await writeDurably(stateFile, `${JSON.stringify({ version: 1, verifier, note: offered.note })}\n`);
  return { ok: true, verdict, words: words[verdict], size: newest.size, evidence: null };
}

/** The log of this instance's own database: for trying a witness, and for an operator who keeps the file elsewhere. */
export const logInDatabase = (db: Db, key: NoteKey): LogSource => ({
  newest: async () => {
    const newest = await readCheckpoint(db);
    return newest ? { note: newest.note, verifier: verifierText(key) } : null;
  },
  consistency: (from, to) =>
    withHashes(db, new Map(), (at) => consistencyProof(sha256, at, from, to)).catch(() => null),
});

const newestShape = z.object({ checkpoint: z.string().max(8000), verifier: z.string().max(400) });
const proofShape = z.object({ path: z.array(z.string().max(64)).max(200) });

/**
 * A log over HTTP, at the address under which people reach the instance.
 * @param outbound says where it may be: a name that leads inside is asked nothing
 */
export function logAt(origin: string, outbound: Pick<Outbound, 'get'>): LogSource {
  const ask = async (path: string): Promise<{ status: number; body: unknown }> => {
    const url = new URL(path, origin);
    try {
      const { status, body } = await outbound.get(url.href);
      return { status, body: jsonOf(body) };
    } catch (error) {
      if (error instanceof EgressRefused)
        throw new Error(
          `${url.origin} was not asked, or not heard out. ${error.message} An instance inside your own network is named in EGRESS_ALLOWED_ORIGINS.`,
        );
      throw new Error(`${url.origin} did not answer. Nothing was found out about its log; ask again later.`);
    }
  };
  return {
    newest: async () => {
      const { status, body } = await ask('/v1/audit/checkpoint');
      if (status === 404 && (body as { code?: unknown } | null)?.code === 'log-empty') return null;
      const read = newestShape.safeParse(body);
      if (status !== 200 || !read.success)
        throw new Error(
          `${new URL(origin).origin} gave no checkpoint (it answered ${status}). Ask again later.`,
        );
      return { note: read.data.checkpoint, verifier: read.data.verifier };
    },
    consistency: async (from, to) => {
      const { status, body } = await ask(`/v1/audit/consistency?from=${from}&to=${to}`);
      if (status >= 500)
        throw new Error(`${new URL(origin).origin} gave no proof (it answered ${status}). Ask again later.`);
      const read = proofShape.safeParse(body);
      const path = read.success ? read.data.path.map((step) => base64.decode(step)) : [null];
      return path.every((step) => step !== null) ? path : null;
    },
  };
}
