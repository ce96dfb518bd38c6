/** Whether anything here hangs on the key behind the codes. */
import type { Db } from '../platform/index.ts';

/** Whether a code was given or a partner's secret was made: without the key that made them they are worth nothing. */
export async function holdsCodes(db: Db): Promise<boolean> {
  const [signal, key] = await Promise.all([
    db.selectFrom('signal').select('id').limit(1).executeTakeFirst(),
    db.selectFrom('partner_key').select('id').limit(1).executeTakeFirst(),
  ]);
  return signal !== undefined || key !== undefined;
}
