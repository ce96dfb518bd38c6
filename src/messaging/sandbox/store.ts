/** What the sandbox phones have got, in the database. */
import { type Db, openRows, sealRow } from '../../platform/index.ts';
import { normalPhone } from '../core/index.ts';
import { indexOf } from '../store.ts';
import type { Outgoing } from '../wires.ts';

const deliveryLimit = 500;

export async function insertDelivery(
  db: Db,
  delivery: { id: string; message: Outgoing; at: Date },
): Promise<void> {
  const { id, message, at } = delivery;
  const values = {
    id,
    message_id: message.id,
    wire: message.wire,
    address: message.address,
    address_index: await indexOf(db, message.address, at),
    body: message.body,
    at,
  };
  await db
    .insertInto('sandbox_delivery')
    .values(await sealRow(db, 'sandbox_delivery', values, at))
    .execute();
}

/** What the sandbox phones have got, newest first. */
export async function readDeliveries(db: Db, now: Date, address?: string) {
  const spellings = address === undefined ? [] : [address, normalPhone(address) ?? address];
  const indexes = await Promise.all(spellings.map((spelling) => indexOf(db, spelling, now)));
  const rows = await db
    .selectFrom('sandbox_delivery')
    .selectAll()
    .$if(address !== undefined, (query) => query.where('address_index', 'in', indexes))
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(deliveryLimit)
    .execute();
  return openRows(db, 'sandbox_delivery', rows);
}
