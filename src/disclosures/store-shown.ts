/** The SQL of what was shown: the only place that holds the words a recipient read or heard. Rows are added, never changed. */
import { type Db, newId, type Tx } from '../platform/index.ts';

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
  await tx.selectFrom('disclosure').select('id').where('id', '=', disclosureId).forUpdate().execute();
  const last = new Map(
    (await readShown(tx, [disclosureId]))
      .filter((before) => before.way === way)
      .map((before) => [before.item, before.words]),
  );
  for (const [item, all] of items) {
    const words = all.slice(0, wordsLimitCharacters);
    if (words === '' || last.get(item) === words) continue;
    await tx
      .insertInto('disclosure_shown')
      .values({ id: newId(at), disclosure_id: disclosureId, way, item, words, at })
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
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    disclosureId: row.disclosure_id,
    way: row.way as Way,
    item: row.item,
    words: row.words,
    at: row.at,
  }));
}
