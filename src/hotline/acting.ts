/** One request of staff as one transaction in the name of whoever was let in. */
import type { FastifyRequest } from 'fastify';
import { inNameOf, personOf } from '../identity/index.ts';
import type { Clock, Db, Tx } from '../platform/index.ts';

/** @returns does the work of a request: `by` is who acts */
export const actingOn =
  ({ db, clock }: { readonly db: Db; readonly clock: Clock }) =>
  <T>(request: FastifyRequest, work: (tx: Tx, by: string, now: Date) => Promise<T>): Promise<T> => {
    const person = personOf(request);
    return inNameOf(db, person, (tx) => work(tx, person.id, clock.now()));
  };
