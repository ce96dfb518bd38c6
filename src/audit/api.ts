/** The audit log's proofs over HTTP, for anybody: they hold hashes and sizes, and nothing of what happened. */
import { z } from 'zod';
import { type App, type Db, Refusal } from '../platform/index.ts';
import { consistencyProof, inclusionProof } from './core/index.ts';
import { withHashes } from './hashes.ts';
import { base64, type NoteKey, sha256, verifierText } from './keys.ts';
import { readCheckpoint, readHashes } from './store.ts';

export interface AuditApiDeps {
  readonly db: Db;
  readonly key: NoteKey;
}

const count = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const hashes = z.array(z.string());

export function registerAuditApi(app: App, { db, key }: AuditApiDeps): void {
  const sizeNow = async () => (await readCheckpoint(db))?.size ?? 0;
  app.get(
    '/v1/audit/checkpoint',
    {
      schema: {
        tags: ['audit'],
        description:
          'How long the audit log is and what its root is, signed (C2SP tlog-checkpoint), and the key to check it with. Keep it: a log that was changed later cannot begin with it.',
        response: { 200: z.object({ checkpoint: z.string(), verifier: z.string() }) },
      },
    },
    async () => {
      const newest = await readCheckpoint(db);
      if (!newest) throw new Refusal('log-empty', 404, 'The log has no entry yet', 'Ask again in a moment.');
      return { checkpoint: newest.note, verifier: verifierText(key) };
    },
  );
  app.get(
    '/v1/audit/inclusion',
    {
      schema: {
        tags: ['audit'],
        description:
          'The proof that an entry is in the log of so many entries (RFC 6962 2.1.1). Hashes in base64.',
        querystring: z.object({ index: count, size: count.optional() }),
        response: {
          200: z.object({ index: z.number(), size: z.number(), leafHash: z.string(), path: hashes }),
        },
      },
    },
    async ({ query }) => {
      const size = query.size ?? (await sizeNow());
      if (size > (await sizeNow()) || query.index >= size) throw beyond();
      const path = await withHashes(db, new Map(), (at) => inclusionProof(sha256, at, query.index, size));
      const leaf = (await readHashes(db, [{ level: 0, index: query.index }])).get(`0:${query.index}`);
      if (!leaf) throw new Error('an entry of the log is gone');
      return { index: query.index, size, leafHash: base64.encode(leaf), path: path.map(base64.encode) };
    },
  );
  app.get(
    '/v1/audit/consistency',
    {
      schema: {
        tags: ['audit'],
        description:
          'The proof that the log begins with the shorter one it was (RFC 6962 2.1.2). Hashes in base64.',
        querystring: z.object({ from: count, to: count.optional() }),
        response: { 200: z.object({ from: z.number(), to: z.number(), path: hashes }) },
      },
    },
    async ({ query }) => {
      const to = query.to ?? (await sizeNow());
      if (to > (await sizeNow()) || query.from > to) throw beyond();
      const path = await withHashes(db, new Map(), (at) => consistencyProof(sha256, at, query.from, to));
      return { from: query.from, to, path: path.map(base64.encode) };
    },
  );
}

const beyond = () =>
  new Refusal('beyond-the-log', 404, 'The log is not that long', 'Ask for its checkpoint first.');
