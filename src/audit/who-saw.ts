/** Who saw what: the list that a notice of a breach needs within 24 hours, from the leaves, in pages that are bounded. */
import { type Db, Refusal } from '../platform/index.ts';
import { readSights, type SightCursor, type SightQuery, type SightRow } from './store-sights.ts';

/** One thing that somebody saw or did. */
export interface Sight {
  readonly at: Date;
  readonly actorKind: string;
  /** A member of staff, or a responder's organization; a signaler has none. */
  readonly actorId: string | null;
  readonly saw: boolean;
  /** What was seen or done, in words. */
  readonly words: string;
  readonly action: string;
  readonly view: string | null;
  readonly subjectKind: string;
  readonly subjectId: string;
  /** The records that were shown: of those asked for, or of a person's list the first fifty. */
  readonly recordIds: readonly string[];
  /** How many records the answer showed in all; null when it was an act. */
  readonly recordCount: number | null;
  /** Its place in the tree, by which its proof can be asked for; null for the moment until it has one. */
  readonly sequence: number | null;
  /** It waited outside the database, because that took none. */
  readonly spooled: boolean;
}

export interface SightPage {
  readonly sights: readonly Sight[];
  /** Hand this back for the next page; null at the end. */
  readonly next: string | null;
}

const seen: Readonly<Record<string, string>> = {
  signal: 'opened the report',
  queue: 'saw it in the queue',
  response: 'saw the response',
  timeline: 'followed the response as it happened',
  plan: 'saw who could come',
  calls: 'saw a call to be made about it',
  alerts: 'saw an alert about it',
  known: 'saw who knows what of it',
  'passed-on': 'saw to whom it was passed on',
  'duty-page': 'saw the duty page, without its details',
  'duty-page-detail': 'saw the duty page with its details',
};

/** How somebody signed in. */
const came: Readonly<Record<string, string>> = {
  passkey: 'signed in with a passkey',
  totp: 'signed in with a password and a code',
  agency: 'signed in with their agency’s own sign-in',
};
/** Why somebody who gave this person's name was not let in. */
const refusedBecause: Readonly<Record<string, string>> = {
  password: 'refused a sign-in in their name: the password was not right',
  code: 'refused a sign-in in their name: the password was right, the code was not',
  slowed: 'refused sign-ins in their name unseen: too many tries with a password',
  key: 'refused a sign-in with their passkey: it did not prove itself',
  'not-active': 'refused a sign-in in their name: they do not work here any more',
  strength: 'refused a sign-in in their name: their agency did not ask enough of them',
};

function wordsOf({ action, view, method, because }: SightRow): string {
  if (action === 'case-data-shown') return seen[view ?? ''] ?? `saw: ${view}`;
  const said = action === 'signed-in' ? came[method ?? ''] : undefined;
  const refused = action === 'sign-in-refused' ? refusedBecause[because ?? ''] : undefined;
  return said ?? refused ?? action.replaceAll('-', ' ');
}

const sightOf = (row: SightRow): Sight => {
  const saw = row.action === 'case-data-shown';
  return {
    at: row.at,
    actorKind: row.actor_kind,
    actorId: row.actor_id,
    saw,
    words: wordsOf(row),
    action: row.action,
    view: row.view,
    subjectKind: row.subject_kind,
    subjectId: row.subject_id,
    recordIds: row.records,
    recordCount: saw ? row.count : null,
    sequence: row.sequence === null ? null : Number(row.sequence),
    spooled: row.spooled,
  };
};

const cursorText = ({ at, leaf_id }: SightRow): string => `${at.toISOString()}_${leaf_id}`;
const cursorShape =
  /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** @throws Refusal `page-unknown` */
function cursorOf(text: string): SightCursor {
  const [, at, leafId] = cursorShape.exec(text) ?? [];
  if (!at || !leafId || Number.isNaN(Date.parse(at)))
    throw new Refusal(
      'page-unknown',
      422,
      'There is no such page of the list',
      'Begin again at its first page.',
    );
  return { at: new Date(at), leafId };
}

const longestPage = 1000;
const mostRecords = 1000;

/**
 * One page of who saw and changed what, newest first.
 * @param limit how many at most, up to 1,000 @param after what the page before handed back
 * @throws Refusal `page-unknown`, `too-many-records`
 */
export async function whoSaw(
  db: Db,
  asked: Pick<SightQuery, 'about' | 'since' | 'until'> & {
    readonly limit?: number;
    readonly after?: string | undefined;
  },
): Promise<SightPage> {
  if ('recordIds' in asked.about && asked.about.recordIds.length > mostRecords)
    throw new Refusal(
      'too-many-records',
      422,
      'That is about too many records at once',
      'Ask about one of its reports.',
    );
  const limit = Math.min(asked.limit ?? longestPage, longestPage);
  const before = asked.after === undefined ? undefined : cursorOf(asked.after);
  const rows = await readSights(db, { ...asked, before, limit: limit + 1 });
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { sights: page.map(sightOf), next: rows.length > limit && last ? cursorText(last) : null };
}
