/** Demo mode: nothing leaves. Every text, email and webhook lands on a phone that anybody at this machine can play. */
import type { Db } from '../../platform/index.ts';
import { newId } from '../../platform/index.ts';

import type { Carrier, Carriers } from '../wires.ts';
import { insertDelivery } from './store.ts';

/** One carrier for all wires. */
export function sandboxCarriers(db: Db): Carriers {
  const carrier: Carrier = {
    carry: async (message, now) => {
      const id = newId(now);
      await insertDelivery(db, { id, message, at: now });
      return id;
    },
  };
  return { sms: carrier, email: carrier, webhook: carrier };
}
