/** The SQL of coverage: who answers where. */
import { type Db, json } from '../platform/index.ts';
import type { Authority, Coverage, Mode } from './core/index.ts';

const coverageLimit = 20_000;
const rowsAtOnce = 1_000;

type PathPoint = readonly [lon: number, lat: number];

/** Every coverage that could hold something in these counties; lines and circles are judged by the core. */
export async function readCoverages(
  db: Db,
  countyFips: readonly string[],
  stateFips: readonly string[],
): Promise<Coverage[]> {
  const rows = await db
    .selectFrom('coverage')
    .selectAll()
    .where((where) =>
      where.or([
        where('shape', 'in', ['corridor', 'radius']),
        where.and([where('shape', '=', 'counties'), where('county_fips', '&&', where.val([...countyFips]))]),
        where.and([where('shape', '=', 'states'), where('state_fips', '&&', where.val([...stateFips]))]),
      ]),
    )
    .orderBy('id')
    .limit(coverageLimit)
    .execute();
  return rows.map((row) => ({
    organizationId: row.organization_id,
    authority: row.authority as Authority,
    shape: row.shape as Coverage['shape'],
    countyFips: row.county_fips,
    stateFips: row.state_fips,
    path:
      (row.path as unknown as { points: readonly PathPoint[] } | null)?.points.map(([lon, lat]) => ({
        lon,
        lat,
      })) ?? null,
    lon: row.lon,
    lat: row.lat,
    withinMeters: row.within_meters,
    mode: row.mode as Mode | null,
    placeName: row.place_name,
    automatic: row.automatic,
  }));
}

/** Writes what is not there yet, many rows a statement. */
export async function insertCoverages(
  db: Db,
  coverages: readonly (Coverage & { readonly id: string })[],
): Promise<void> {
  const rows = coverages.map((coverage) => ({
    id: coverage.id,
    organization_id: coverage.organizationId,
    authority: coverage.authority,
    shape: coverage.shape,
    county_fips: [...coverage.countyFips],
    state_fips: [...coverage.stateFips],
    path: coverage.path ? json({ points: coverage.path.map(({ lon, lat }) => [lon, lat]) }) : null,
    lon: coverage.lon,
    lat: coverage.lat,
    within_meters: coverage.withinMeters,
    mode: coverage.mode,
    place_name: coverage.placeName,
    automatic: coverage.automatic,
  }));
  for (let at = 0; at < rows.length; at += rowsAtOnce)
    await db
      .insertInto('coverage')
      .values(rows.slice(at, at + rowsAtOnce))
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute();
}
