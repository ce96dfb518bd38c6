/** The services of a duty page: whoever holds its link, or the session it was exchanged for, is nobody of the staff. */
import type { Showing } from '../../audit/index.ts';
import {
  acceptPage,
  declinePage,
  exchangeLink,
  giveAllClear,
  type IsLive,
  peekLink,
  reportEnRoute,
  reportOutcome,
  reportStaged,
  showPage,
} from '../../paging/index.ts';
import { type Db, type Tx, transaction } from '../../platform/index.ts';
import type { Services } from './services.ts';

export function dutyOf({
  paging,
  showing,
  now,
  isLive,
}: {
  readonly paging: Db;
  readonly showing: Showing;
  readonly now: () => Date;
  readonly isLive: IsLive;
}): Pick<
  Services,
  | 'peekLink'
  | 'exchangeLink'
  | 'page'
  | 'acceptPage'
  | 'declinePage'
  | 'reportEnRoute'
  | 'reportStaged'
  | 'giveAllClear'
  | 'reportOutcome'
> {
  const responder = <T>(work: (tx: Tx, at: Date) => Promise<T>): Promise<T> =>
    transaction(paging, (tx) => work(tx, now()));
  return {
    peekLink: (token) => peekLink(paging, token, isLive),
    exchangeLink: (token) => responder((tx, at) => exchangeLink(tx, token, at, isLive)),
    page: (session) => showPage(paging, showing, session, now(), isLive),
    acceptPage: (session, etaAt) => responder((tx, at) => acceptPage(tx, session, at, etaAt, isLive)),
    declinePage: (session, reason) => responder((tx, at) => declinePage(tx, session, reason, at)),
    reportEnRoute: (session, etaAt) => responder((tx, at) => reportEnRoute(tx, session, etaAt, at, isLive)),
    reportStaged: (session) => responder((tx, at) => reportStaged(tx, session, at, isLive)),
    giveAllClear: (session) => responder((tx, at) => giveAllClear(tx, session, at, isLive)),
    reportOutcome: (session, outcome) => responder((tx, at) => reportOutcome(tx, session, outcome, at)),
  };
}
