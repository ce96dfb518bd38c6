/** The SQL of what was shown: the only place that holds the words a recipient read or heard. Rows are added, never changed. */
import { type Db, newId, openRows, sealRow, type Tx } from '../platform/index.ts';

/** How it came before them: the duty page, a message on its wire, or a script that was read out. */
export type Way = 'duty-page' | 'sms' | 'email' | 'push' | 'voice' | 'webhook';

/** One item, in the words it was shown in. */
export interface ShownWords {
  readonly disclosureId: string;
  readonly way: Way;
  readonly item: string;
  readonly words: string;
  readonly at: Date;
}

const wordsLimitCharacters = 20_000;

/** Adds what is not on record yet: the same words of the same item the same way are written once until they change. */
export async function insertShown(
  tx: Tx,
  shown: Omit<ShownWords, 'item' | 'words'>,
  items: ReadonlyMap<string, string>,
): Promise<void> {
  const { disclosureId, way, at } = shown;
  const told = await tx
    .selectFrom('disclosure')
    .select(['signal_id', 'organization_id'])
    .where('id', '=', disclosureId)
    .forUpdate()
    .executeTakeFirst();
  if (!told) return;
  const last = new Map(
    (await readShown(tx, [disclosureId]))
      .filter((before) => before.way === way)
      .map((before) => [before.item, before.words]),
  );
  for (const [item, all] of items) {
    const words = all.slice(0, wordsLimitCharacters);
    if (words === '' || last.get(item) === words) continue;
    const values = {
      id: newId(at),
      disclosure_id: disclosureId,
      record_id: told.signal_id,
      organization_id: told.organization_id,
      way,
      item,
      words,
      at,
    };
    await tx
      .insertInto('disclosure_shown')
      .values(await sealRow(tx, 'disclosure_shown', values, at))
      .execute();
  }
}

/** What was shown under these rows of the ledger, oldest first. */
export async function readShown(db: Db, disclosureIds: readonly string[]): Promise<ShownWords[]> {
  if (disclosureIds.length === 0) return [];
  const rows = await db
    .selectFrom('disclosure_shown')
    .selectAll()
    .where('disclosure_id', 'in', [...disclosureIds])
    .orderBy('at')
    .orderBy('way')
    .orderBy('item')
    .orderBy('id')
    .execute();
  return (await openRows(db, 'disclosure_shown', rows)).map((row) => ({
    disclosureId: row.disclosure_id,
    way: row.way as Way,
    item: row.item,
    words: row.words,
    at: row.at,
  }));
}
