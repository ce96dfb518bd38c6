/**
 * Who acts in the demonstration, which answers this machine only: whoever the header or the console's choice names, without any proof.
 * Never asked where there is no demonstration.
 */
import type { FastifyRequest } from 'fastify';
import type { Db } from '../platform/index.ts';
import type { WhoActs } from './door.ts';
import { findStaff, staff, staffById } from './store.ts';

const chosenName = 'alight_acting';

/** @param isPage pages know the console's choice, and the first advocate where nothing was chosen; the API knows the header only */
export function demoWhoActs(db: Db, isPage: (request: FastifyRequest) => boolean): WhoActs {
  return async (request) => {
    // A browser's event stream can carry no header. Read from the address itself, which stays as it came while a stream goes on.
    const actor = new URL(request.url, 'http://localhost').searchParams.get('actor');
    const named = request.headers['alight-actor'] ?? actor ?? undefined;
    if (named !== undefined) return staffById(db, String(named));
    if (!isPage(request)) return undefined;
    const chosen = request.cookies[chosenName];
    const found = chosen ? await findStaff(db, chosen) : undefined;
    if (found) return found;
    const everyone = await staff(db);
    return everyone.find(({ role }) => role === 'hotline-advocate') ?? everyone[0];
  };
}
