/**
 * Where a leaf waits when the database will not take it and somebody is in danger: a folder of this machine, one file a leaf,
 * each written once and sealed. The sequencer puts them into the log when it takes them again.
 */
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type Db, errorFields, type Log, openBytes, sealBytes, transaction } from '../platform/index.ts';
import { writeDurably } from './durable-file.ts';
import { insertSpooled, type WrittenLeaf } from './store.ts';

const ending = '.sealed';
const leavesAtOnce = 500;

const sealedLeaf = z.object({
  id: z.uuid(),
  at: z.coerce.date(),
  actor: z.object({
    kind: z.enum(['staff', 'signaler', 'responder', 'system']),
    id: z.uuid().optional(),
  }),
  action: z.string(),
  subjectKind: z.string(),
  subjectId: z.uuid(),
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  shown: z.object({ view: z.string(), ids: z.array(z.uuid()) }).nullable(),
});

export interface Spool {
  /** Puts a leaf on the disk. @throws when the disk refuses it as well; then nothing may be shown */
  seal(leaf: WrittenLeaf): Promise<void>;
  /** Whether leaves wait. */
  waits(): Promise<boolean>;
  /** Puts what waits into the log. @returns how many; a file that cannot be opened stays where it is, and is logged by its name */
  drain(db: Db): Promise<number>;
}

/** @param key 32 bytes, of this use only @param folder made when it is needed */
export function openSpool(folder: string, key: Uint8Array, log: Log): Spool {
  const placeOf = (name: string) => `alight audit spool 1 ${name}`;
  const waiting = async (): Promise<string[]> => {
    const names = await readdir(folder).catch((error: { code?: string }) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    });
    return names.filter((name) => name.endsWith(ending)).sort();
  };
  const open = async (name: string): Promise<WrittenLeaf | null> => {
    try {
      const bytes = Buffer.from(await readFile(join(folder, name), 'utf8'), 'base64');
      const text = openBytes(key, placeOf(name), bytes);
      const { actor, ...leaf } = sealedLeaf.parse(JSON.parse(text.toString('utf8')));
      return { ...leaf, actor: { kind: actor.kind, ...(actor.id ? { id: actor.id } : {}) } };
    } catch (error) {
      log.error('a leaf in the spool cannot be opened', { file: name, ...errorFields(error) });
      return null;
    }
  };
  return {
    seal: async (leaf) => {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const name = `${leaf.id}${ending}`;
      const sealed = sealBytes(key, placeOf(name), Buffer.from(JSON.stringify(leaf)));
      await writeDurably(join(folder, name), sealed.toString('base64'));
    },
    waits: async () => (await waiting()).length > 0,
    drain: async (db) => {
      let drained = 0;
      for (const name of await waiting()) {
        if (drained >= leavesAtOnce) break;
        const leaf = await open(name);
        // One that does not open stays for a person to look at, and does not stand in the way of the rest.
        if (!leaf) continue;
        // In the log first and off the disk after: stopped in between, it comes again and changes nothing.
        await transaction(db, (tx) => insertSpooled(tx, leaf));
        await rm(join(folder, name));
        drained++;
      }
      return drained;
    },
  };
}
