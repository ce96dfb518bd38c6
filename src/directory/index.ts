/** Who can help: real organizations as read-only facts, each with its source and the day it was verified. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Db, Log } from '../platform/index.ts';
import { oldestVerifiedOn } from './core/freshness.ts';
import {
  type DirectoryEntry,
  entriesLimit,
  phoneKinds,
  phonesLimit,
  putEntries,
  readEntries,
} from './store.ts';

export type { DirectoryEntry, DirectoryPhone } from './store.ts';

/** The facts of the demonstration: real organizations, from public sources. */
export const demoDirectoryFile = new URL('../../database/demo/missouri/directory.json', import.meta.url);

const words = (maxCharacters: number) => z.string().trim().min(1).max(maxCharacters);
const address = z.url({ protocol: /^https$/ });

// Strict, so that nobody can add an address to the file by mistake.
const entry = z
  .strictObject({
    name: words(160),
    summary: words(1_000),
    region: words(200),
    confidential: z.boolean(),
    website: address.nullable(),
    phones: z
      .array(
        z.strictObject({
          number: z.string().regex(/^((1-)?\d{3}-\d{3}-\d{4}|\d{3,6})$/),
          kind: z.enum(phoneKinds),
          description: words(160),
        }),
      )
      .max(phonesLimit),
    source: address,
    verifiedOn: z.iso.date(),
    note: words(1_000),
  })
  .refine(({ confidential, website }) => !confidential || website === null, {
    path: ['website'],
    error: 'of a place that is kept secret only the region and the telephone are shown',
  });
const facts = z
  .array(entry)
  .max(entriesLimit)
  .refine((entries) => new Set(entries.map(({ name }) => name)).size === entries.length, {
    error: 'two entries have the same name',
  });

/** The helpers to offer, by where they serve and then by name; those not verified within twelve months before `now` are left out. */
export const listDirectory = (db: Db, now: Date): Promise<DirectoryEntry[]> =>
  readEntries(db, oldestVerifiedOn(now));

/**
 * Puts the facts of a file in place of those that were there. A file that cannot be read, or that has a mistake, changes nothing and is
 * logged by place, as 3.website for the website of the fourth entry: a list of helpers is no reason not to take reports.
 */
export async function loadDirectoryFacts(db: Db, file: string | URL, log: Log): Promise<void> {
  const read = await readFacts(file);
  if ('mistakes' in read)
    log.error('the directory file could not be taken', { mistakes: read.mistakes.join(', ') });
  else
    await putEntries(
      db,
      read.entries.map((one) => ({ id: idOf(one.name), ...one })),
    );
}

const mistakesShownLimit = 10;

async function readFacts(
  file: string | URL,
): Promise<{ entries: z.infer<typeof facts> } | { mistakes: string[] }> {
  let written: unknown;
  try {
    written = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    return { mistakes: [error instanceof SyntaxError ? 'not JSON' : 'not readable'] };
  }
  const parsed = facts.safeParse(written);
  if (parsed.success) return { entries: parsed.data };
  return { mistakes: parsed.error.issues.slice(0, mistakesShownLimit).map(({ path }) => path.join('.')) };
}

function idOf(name: string): string {
  const bytes = createHash('sha256').update(`alight-directory:${name}`).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
