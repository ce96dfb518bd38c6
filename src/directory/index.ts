/** Who can help: real organizations as read-only facts, each with its source and the day it was verified. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Db } from '../platform/index.ts';
import { oldestVerifiedOn } from './core/freshness.ts';
import { type DirectoryEntry, readEntries, upsertEntries } from './store.ts';

export type { DirectoryEntry } from './store.ts';

const file = new URL('../../database/demo/missouri/directory.json', import.meta.url);

// Strict, so that nobody can add an address to the file by mistake.
const facts = z.array(
  z.strictObject({
    name: z.string(),
    summary: z.string(),
    region: z.string(),
    website: z.url({ protocol: /^https$/ }),
    source: z.url({ protocol: /^https$/ }),
    verifiedOn: z.iso.date(),
    note: z.string(),
  }),
);

/** The helpers to offer, by name; those not verified within twelve months before `now` are left out. */
export const listDirectory = (db: Db, now: Date): Promise<DirectoryEntry[]> =>
  readEntries(db, oldestVerifiedOn(now));

/** Puts the facts of database/demo/missouri/directory.json in place; harmless when they are there. */
export async function loadDirectoryFacts(db: Db): Promise<void> {
  const entries = facts.parse(JSON.parse(await readFile(file, 'utf8')));
  await upsertEntries(
    db,
    entries.map((entry) => ({ id: idOf(entry.name), ...entry })),
  );
}

function idOf(name: string): string {
  const bytes = createHash('sha256').update(`alight-directory:${name}`).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
