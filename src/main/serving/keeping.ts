/** The services of what is kept and destroyed, and of broken glass. */
import type { Showing } from '../../audit/index.ts';
import {
  approvePurge,
  askGlass,
  askPurge,
  endGlass,
  glasses,
  grantGlass,
  keepingOf,
  liftHold,
  lookBehindGlass,
  openPurges,
  placeHold,
  stopPurge,
} from '../../hotline/index.ts';
import type { As } from './administration.ts';
import type { Services } from './services.ts';

export function keepingServicesOf(
  showing: Showing,
  as: As,
): Pick<
  Services,
  | 'glasses'
  | 'askGlass'
  | 'grantGlass'
  | 'endGlass'
  | 'lookBehindGlass'
  | 'keeping'
  | 'purges'
  | 'placeHold'
  | 'liftHold'
  | 'askPurge'
  | 'approvePurge'
  | 'stopPurge'
> {
  return {
    glasses: (acting) => as(acting, 'glasses:read', (tx, by, at) => glasses(tx, showing, by, at)),
    askGlass: (acting, id, reason) =>
      as(acting, 'glasses:ask', async (tx, by, at) => void (await askGlass(tx, id, by, reason, at))),
    grantGlass: (acting, id) => as(acting, 'glasses:grant', (tx, by, at) => grantGlass(tx, id, by, at)),
    endGlass: (acting, id) => as(acting, 'glasses:end', (tx, by, at) => endGlass(tx, id, by, at)),
    lookBehindGlass: (acting, id) =>
      as(acting, 'glasses:ask', (tx, by, at) => lookBehindGlass(tx, showing, { id, by }, at)),
    keeping: (acting, signalId) =>
      as(acting, 'keeping:read', (tx, by, at) => keepingOf(tx, showing, { signalId, by }, at)),
    purges: (acting) => as(acting, 'keeping:read', (tx) => openPurges(tx)),
    placeHold: (acting, id, hold) =>
      as(acting, 'holds:place', (tx, by, at) => placeHold(tx, id, by, hold, at)),
    liftHold: (acting, id, holdId) =>
      as(acting, 'holds:place', (tx, by, at) => liftHold(tx, id, by, holdId, at)),
    askPurge: (acting, id, cause) =>
      as(acting, 'purges:ask', async (tx, by, at) => void (await askPurge(tx, id, by, cause, at))),
    approvePurge: (acting, id) => as(acting, 'purges:approve', (tx, by, at) => approvePurge(tx, id, by, at)),
    stopPurge: (acting, id) => as(acting, 'purges:stop', (tx, by, at) => stopPurge(tx, id, by, at)),
  };
}
