/** What was set aside as likely floods: in a list of its own, counted, read like any other report, and brought back whole. */
import { z } from 'zod';
import type { Showing } from '../audit/index.ts';
import { staffNames } from '../identity/index.ts';
import type { App, Clock, Db, Tx } from '../platform/index.ts';
import {
  bringBack,
  type FloodView,
  floods,
  type SetAsideEntry,
  setAsideAgain,
  setAsideOf,
} from '../signals/index.ts';
import { actingOn } from './acting.ts';

/** The newest floods, and some reports of one of them. */
export interface FloodPage {
  readonly floods: readonly (FloodView & { readonly releasedByName: string | null })[];
  /** Whose reports are listed; null where nothing is set aside. */
  readonly shown: string | null;
  readonly after: number;
  readonly entries: readonly SetAsideEntry[];
}

/**
 * What was set aside; on record before it is shown.
 * @param asked.floodId whose reports to list; of another id, or of none, the newest flood's of which some are set aside still
 * @param asked.after how many to pass over
 */
export async function showFloods(
  db: Db,
  showing: Showing,
  staffId: string,
  asked: { readonly floodId?: string | undefined; readonly after: number },
  now: Date,
): Promise<FloodPage> {
  const rows = await floods(db);
  const shown = (rows.find(({ id }) => id === asked.floodId) ?? rows.find(({ waiting }) => waiting > 0))?.id;
  const entries = shown ? await setAsideOf(db, shown, asked.after) : [];
  const names = await staffNames(
    db,
    rows.map(({ releasedBy }) => releasedBy),
  );
  await showing.record(db, {
    at: now,
    actor: { kind: 'staff', id: staffId },
    view: 'set-aside',
    subjectKind: 'staff',
    subjectId: staffId,
    ids: entries.map(({ signalId }) => signalId),
    imminent: false,
    leaves: 'new',
  });
  return {
    floods: rows.map((row) => ({
      ...row,
      releasedByName: row.releasedBy && (names.get(row.releasedBy) ?? 'Somebody who is not here any more'),
    })),
    shown: shown ?? null,
    after: asked.after,
    entries,
  };
}

interface FloodsApiDeps {
  readonly db: Db;
  readonly clock: Clock;
  readonly showing: Showing;
}

const tags = ['hotline'];
const plain = (value: unknown) => JSON.parse(JSON.stringify(value)) as Record<string, unknown>;

export function registerFloodsApi(app: App, { db, clock, showing }: FloodsApiDeps): void {
  const as = actingOn({ db, clock });
  app.get(
    '/v1/floods',
    {
      schema: {
        tags,
        description:
          'Reports that say nearly the same as many others that came at once, and were set aside unread. Never with danger now, a trip, or a partner’s signature.',
        querystring: z.object({
          flood: z.uuid().optional(),
          after: z.coerce.number().int().min(0).max(1_000_000).default(0),
        }),
        response: { 200: z.record(z.string(), z.unknown()) },
      },
    },
    async (request) => {
      const { flood: floodId, after } = request.query;
      return plain(await as(request, (tx, by, now) => showFloods(tx, showing, by, { floodId, after }, now)));
    },
  );
  const acts: readonly (readonly [
    string,
    string,
    (tx: Tx, id: string, by: string, now: Date) => Promise<void>,
  ])[] = [
    ['bring-back', 'Brings all of it back into the queue; nothing more like it is set aside.', bringBack],
    ['set-aside', 'Takes that back: what nobody has read is set aside again.', setAsideAgain],
  ];
  for (const [verb, description, run] of acts)
    app.post(
      `/v1/floods/:id/${verb}`,
      {
        schema: {
          tags,
          params: z.object({ id: z.uuid() }),
          description,
          body: z.object({}).meta({ examples: [{}] }),
          response: { 200: z.object({ done: z.literal(true) }) },
        },
      },
      async (request) => {
        await as(request, (tx, by, now) => run(tx, request.params.id, by, now));
        return { done: true as const };
      },
    );
}
