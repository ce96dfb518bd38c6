/** Who saw what, as a supervisor asks it: a report with everything around it, a case, or what one person saw; names instead of ids. */
import { leaf, type Sight, whoSaw } from '../audit/index.ts';
import { casesListing, findCaseOfSignal, listedStaffOf, signalsOfCase } from '../cases/index.ts';
import { staffNames } from '../identity/index.ts';
import { organizationsById } from '../organizations/index.ts';
import { type Db, inScope, operatorOrganizationId, Refusal, type Scope, type Tx } from '../platform/index.ts';
import { idsAroundResponses } from '../responses/index.ts';
import { isOfCasework, readVisible } from './store.ts';

export const sightKinds = ['signal', 'case', 'person'] as const;

export interface SightQuestion {
  readonly kind: (typeof sightKinds)[number];
  readonly id: string;
  readonly since?: Date | undefined;
  /** Not included. */
  readonly until?: Date | undefined;
  /** What the page before handed back. */
  readonly after?: string | undefined;
  readonly limit?: number;
}

export interface SightAnswer {
  readonly sights: readonly (Sight & { readonly actorName: string })[];
  /** Hand this back for the next page; null at the end. */
  readonly next: string | null;
}

const idShape = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const beginning = new Date(0);
const end = new Date('9999-01-01T00:00:00Z');

/** Whether whoever asks must not be told of it themselves: to them it is not there, and who saw it neither. */
async function isHiddenFrom(db: Db, by: string, { kind, id }: SightQuestion): Promise<boolean> {
  if (kind === 'person' || !idShape.test(id)) return false;
  const signalIds = kind === 'signal' ? [id] : await signalsOfCase(db, id);
  return (await listedStaffOf(db, signalIds)).some(({ staffId }) => staffId === by);
}

/**
 * What is left of an answer for whoever stands on a do-not-tell list themselves: nothing of what is hidden from them, in no list of ids
 * and no count. For everybody else it stays as it is.
 */
async function withoutHidden(db: Db, by: string, answer: SightAnswer): Promise<SightAnswer> {
  const cases = new Set(await casesListing(db, by));
  if (cases.size === 0) return answer;
  const { sights } = answer;
  const ids = sights.flatMap(({ subjectId, recordIds }) => [subjectId, ...recordIds]);
  const visible = await readVisible(db, [...new Set(ids)]);
  const isVisible = (id: string) => visible.has(id) && !cases.has(id);
  return {
    ...answer,
    sights: sights.flatMap((sight) => {
      if (isOfCasework(sight.subjectKind) && !isVisible(sight.subjectId)) return [];
      const recordIds = sight.recordIds.filter(isVisible);
      const hidden = sight.recordIds.length - recordIds.length;
      const recordCount = sight.recordCount === null ? null : sight.recordCount - hidden;
      return [{ ...sight, recordIds, recordCount }];
    }),
  };
}

/** A report or case with its case or reports, their responses and the pages sent for them. */
async function around(db: Db, kind: 'signal' | 'case', id: string): Promise<string[]> {
  const found =
    kind === 'signal'
      ? [await findCaseOfSignal(db, id)].filter((caseId) => caseId !== undefined)
      : await signalsOfCase(db, id);
  return [...new Set([id, ...found, ...(await idsAroundResponses(db, id))])];
}

/**
 * One page of who saw and changed what, newest first.
 * @throws Refusal `no-such-id`, `times-turned-round`, `page-unknown`
 */
export async function answerWhoSaw(db: Db, asked: SightQuestion): Promise<SightAnswer> {
  if (!idShape.test(asked.id))
    throw new Refusal(
      'no-such-id',
      422,
      'That is not an id',
      'Copy it from the address of the report, or from the log.',
    );
  const [since, until] = [asked.since ?? beginning, asked.until ?? end];
  if (since >= until)
    throw new Refusal(
      'times-turned-round',
      422,
      'The times are the wrong way round',
      'The first one must be the earlier one.',
    );
  const id = asked.id.toLowerCase();
  const { sights, next } = await whoSaw(db, {
    about: asked.kind === 'person' ? { personId: id } : { recordIds: await around(db, asked.kind, id) },
    since,
    until,
    after: asked.after,
    ...(asked.limit ? { limit: asked.limit } : {}),
  });
  const people = await staffNames(
    db,
    sights.flatMap(({ actorKind, actorId }) => (actorKind === 'staff' ? [actorId] : [])),
  );
  const others = sights.flatMap(({ actorKind, actorId }) =>
    actorKind === 'responder' && actorId ? [actorId] : [],
  );
  const organizations = await organizationsById(db, [...new Set(others)]);
  const nameOf = ({ actorKind, actorId }: Sight): string => {
    if (actorKind === 'system') return 'Alight itself';
    if (actorKind === 'signaler') return 'The signaler';
    return (
      people.get(actorId ?? '') ??
      organizations.get(actorId ?? '')?.name ??
      'Somebody who is not here any more'
    );
  };
  return { sights: sights.map((sight) => ({ ...sight, actorName: nameOf(sight) })), next };
}

/**
 * The same for somebody who may ask, and on record: who asked about what. What is hidden from them is found as the hotline sees it: an
 * auditor, who sees no list, stands on one all the same.
 * @param inTheirName one transaction in the name of whoever asks, once it is sure that they may
 */
export async function askWhoSaw(
  db: Db,
  inTheirName: <T>(work: (tx: Tx, by: string, now: Date) => Promise<T>) => Promise<T>,
  asked: SightQuestion,
): Promise<SightAnswer> {
  const { by, answer } = await inTheirName(async (tx, by, now) => {
    const answer = await answerWhoSaw(tx, asked);
    await leaf(tx, {
      at: now,
      actor: { kind: 'staff', id: by },
      action: 'who-saw-asked',
      subjectKind: asked.kind,
      subjectId: asked.id.toLowerCase(),
    });
    return { by, answer };
  });
  const floor: Scope = { kind: 'hotline', organizationId: operatorOrganizationId, personId: by };
  return inScope(db, floor, async (tx) =>
    (await isHiddenFrom(tx, by, asked)) ? { sights: [], next: null } : withoutHidden(tx, by, answer),
  );
}
