/** The services of the demonstration's phones and of its clock. */
import { readDeliveries, receiveMessage } from '../../messaging/index.ts';
import { holdersOf } from '../../organizations/index.ts';
import {
  type Databases,
  type DrivableClock,
  type DueLoop,
  newId,
  transaction,
} from '../../platform/index.ts';
import { moveClock } from '../sandbox-clock.ts';
import type { Services } from './services.ts';

export function sandboxOf(
  { databases, loop }: { readonly databases: Pick<Databases, 'paging'>; readonly loop: DueLoop },
  clock: DrivableClock,
): NonNullable<Services['sandbox']> {
  return {
    messages: async () => {
      const deliveries = await readDeliveries(databases.paging, clock.now());
      const holders = await holdersOf(databases.paging, [
        ...new Set(deliveries.map(({ address }) => address)),
      ]);
      return deliveries.map(({ id, wire, address, body, at }) => ({
        id,
        wire,
        address,
        body,
        at,
        holder: holders.get(address) ?? null,
      }));
    },
    reply: (address, body) =>
      transaction(databases.paging, async (tx) => {
        const providerId = `sandbox-${newId(clock.now())}`;
        await receiveMessage(tx, { wire: 'sms', from: address, body, providerId }, clock.now());
      }),
    moveClock: (by) =>
      moveClock(
        databases.paging,
        clock,
        loop,
        'to' in by ? by.to : new Date(clock.now().getTime() + by.advanceSeconds * 1000),
      ),
  };
}
