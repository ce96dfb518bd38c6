/** What a report's page says of its passing on: whom it was told to, by whom and why. On record before it is shown. */
import type { Showing } from '../audit/index.ts';
import { staffNames } from '../identity/index.ts';
import { organizationsById } from '../organizations/index.ts';
import type { Db } from '../platform/index.ts';
import { readPassedOn } from './store-told.ts';
import type { PassedOn } from './views.ts';

/** Whom a report was passed on to as information, by whom and why; for staff. */
export async function passedOnOf(
  db: Db,
  showing: Showing,
  asked: { readonly signalId: string; readonly by: string },
  now: Date,
): Promise<PassedOn[]> {
  const { signalId, by } = asked;
  const rows = await readPassedOn(db, signalId);
  if (rows.length)
    await showing.record(db, {
      at: now,
      actor: { kind: 'staff', id: by },
      view: 'passed-on',
      subjectKind: 'signal',
      subjectId: signalId,
      ids: [signalId],
      imminent: false,
      leaves: 'new',
    });
  const names = await organizationsById(db, [...new Set(rows.map(({ organization_id }) => organization_id))]);
  const people = await staffNames(
    db,
    rows.map((row) => row.confirmed_by),
  );
  const told: PassedOn[] = [];
  for (const row of rows)
    told.push({
      at: row.at,
      organizationName: names.get(row.organization_id)?.name ?? 'An organization',
      by: people.get(row.confirmed_by ?? '') ?? 'Somebody who is not here any more',
      reason: row.reason,
      deliveredAt: row.delivered_at,
      revokedAt: row.revoked_at,
    });
  return told;
}
