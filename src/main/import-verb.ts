/** `alight import gtfs`: a timetable from a file. */
import { basename } from 'node:path';
import colours from 'picocolors';
import { openDatabases, readConfig, startCluster } from '../platform/index.ts';
import { importGtfs } from '../transit/index.ts';

/** @returns the exit code */
export async function importFeed(path: string, feed: string | undefined, json: boolean): Promise<number> {
  const config = readConfig();
  const cluster = config.database.url ? undefined : await startCluster(config.dataFolder);
  const databases = openDatabases(config.database.url ?? cluster!.appUrl(config.database.name));
  try {
    const feedId =
      feed ??
      basename(path)
        .replace(/\.zip$/i, '')
        .toLowerCase()
        .replace(/[^a-z0-9-]+/g, '-')
        .slice(0, 40);
    if (!json) process.stderr.write(`  Importing ${feedId}...\n`);
    const result = await importGtfs(
      databases.paging,
      { feedId, name: feedId, source: 'imported from a file', path },
      new Date(),
    );
    process.stdout.write(
      json
        ? `${JSON.stringify({ ok: true, ...result })}\n`
        : `${result.warnings.map((line) => `  ${colours.yellow('warning')}: ${line}\n`).join('')}  ${result.unchanged ? 'Unchanged' : 'Imported'}: ${result.stops} stops, ${result.trips} trips, ${result.stopTimes} stop times.\n`,
    );
    return 0;
  } finally {
    await databases.close();
    if (cluster?.started) await cluster.stop();
  }
}
