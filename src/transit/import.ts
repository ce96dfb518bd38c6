/**
 * Brings a GTFS feed in, from a zip or a folder, all of it or nothing. A feed comes from outside: every size is bounded, every
 * reference checked, and a refusal says which file and row is wrong in words.
 */
import { type Db, transaction } from '../platform/index.ts';
import { readFeed } from './reading.ts';
import { openSource, refuseFeed } from './sources.ts';
import { feedDigest, replaceFeed } from './store.ts';

export { importLimits } from './sources.ts';

/** What came in. */
export interface ImportResult {
  readonly feedId: string;
  readonly stops: number;
  readonly trips: number;
  readonly stopTimes: number;
  /** What was taken in and will hardly be what the sender meant; a line each. */
  readonly warnings: readonly string[];
  /** True when this very feed was there already. */
  readonly unchanged: boolean;
}

/**
 * Imports a feed under an id, replacing an earlier one of the same id at once: a running query sees the old or the new.
 * @param path a zip file, or a folder of its files
 * @throws Refusal `feed-id`, `no-such-file`, `not-a-zip`, `zip-too-large`, `zip-bomb`, `missing-files`, `feed-invalid`, `feed-too-large`
 */
export async function importGtfs(
  db: Db,
  feed: { feedId: string; name: string; source: string; path: string },
  now: Date,
): Promise<ImportResult> {
  if (!/^[a-z0-9][a-z0-9-]{0,39}$/.test(feed.feedId))
    throw refuseFeed('feed-id', 'A feed id is lower-case letters, digits and hyphens.');
  const source = await openSource(feed.path);
  try {
    const rows = await readFeed(source);
    const counts = {
      feedId: feed.feedId,
      stops: rows.stops.length,
      trips: rows.trips.length,
      stopTimes: rows.stopTimes.length,
      warnings: rows.warnings,
    };
    if ((await feedDigest(db, feed.feedId)) === rows.sha256) return { ...counts, unchanged: true };
    await transaction(db, (tx) =>
      replaceFeed(tx, { ...feed, timezone: rows.timezone, sha256: rows.sha256 }, rows, now),
    );
    return { ...counts, unchanged: false };
  } finally {
    source.close();
  }
}
