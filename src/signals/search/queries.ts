/** Finds reports by what is in them. What the index finds is opened and compared before it counts. */
import { searchNumbers } from '../../messaging/index.ts';
import { type Db, openIndex, operatorOrganizationId, Refusal } from '../../platform/index.ts';
import { askedFor, type Term, termsOf } from '../core/index.ts';
import type { SignalRow } from '../store.ts';
import { findPhones, type SearchDeps, termOf, textOf } from './indexing.ts';
import { type After, countByTerm, findByNumbers, findByTerm, findByTerms } from './store-search.ts';
import { readWhole, type WholeSignal } from './store-whole.ts';

export interface SearchHit {
  readonly signal: SignalRow;
  /** What it was found by; `word` once for all words. */
  readonly by: readonly Term['kind'][];
}

export interface SearchPage {
  readonly hits: readonly SearchHit[];
  /** Where older findings go on; undefined when there are none. */
  readonly next: After | undefined;
  /** Words were in the question and are not looked for here. */
  readonly wordsOff: boolean;
}

export const hitsOnPage = 20;
export const askedLimitCharacters = 200;
/** How many reports with the rarest word one page looks at for the others. */
const lookedAt = 5_000;

const newestFirst = (a: After, b: After): number =>
  b.receivedAt.getTime() - a.receivedAt.getTime() || (a.signalId < b.signalId ? 1 : -1);

/** The words of a question, the rarest first, so that the fewest reports are looked at. */
async function rarestFirst(db: Db, terms: readonly Buffer[]): Promise<Buffer[]> {
  if (terms.length < 2) return [...terms];
  const counted = await Promise.all(
    terms.map(async (term) => ({
      term,
      count: await countByTerm(db, { organizationId: operatorOrganizationId, term, most: lookedAt }),
    })),
  );
  return counted.sort((a, b) => a.count - b.count).map(({ term }) => term);
}

/** By which form of a number each kind of identifier finds where a signaler can be reached. */
const numberForms = { phone: 'exact', 'phone-tail': 'loose', email: 'loose' } as const;

/** The handles of signalers' own numbers that are asked for, each with what it was found by. */
async function askedNumbers(db: Db, identifiers: readonly Term[]): Promise<Map<string, Term['kind']>> {
  const found = new Map<string, Term['kind']>();
  for (const { kind, value } of identifiers) {
    if (kind !== 'phone' && kind !== 'phone-tail' && kind !== 'email') continue;
    for (const id of await searchNumbers(db, numberForms[kind], value)) found.set(id, kind);
  }
  return found;
}

/** Which reports the index finds, newest first, at most one more than a page holds. */
export async function findCandidates(
  db: Db,
  asked: {
    readonly identifiers: readonly Buffer[];
    readonly words: readonly Buffer[];
    readonly numberIds?: readonly string[];
  },
  after: After | undefined,
): Promise<{ found: After[]; lookedBackTo: After | undefined }> {
  const limit = hitsOnPage + 1;
  const organizationId = operatorOrganizationId;
  const byIdentifier = await Promise.all(
    asked.identifiers.map((term) => findByTerm(db, { organizationId, term, after, limit })),
  );
  const byNumber = await findByNumbers(db, { numberIds: asked.numberIds ?? [], after, limit });
  const byWords = await findByTerms(db, {
    organizationId,
    terms: await rarestFirst(db, asked.words),
    after,
    looked: lookedAt,
    limit,
  });
  const all = [...byIdentifier.flat(), ...byNumber, ...byWords.found];
  const once = new Map(all.map((found) => [found.signalId, found]));
  return { found: [...once.values()].sort(newestFirst).slice(0, limit), lookedBackTo: byWords.lookedBackTo };
}

/**
 * Reports that have one of the identifiers, or all the words, of a text; newest first.
 * @param after where the page before ended
 * @throws Refusal `search-empty`, `search-too-long`, `keys-away`
 */
export async function searchSignals(
  db: Db,
  deps: SearchDeps,
  text: string,
  after: After | undefined,
  now: Date,
): Promise<SearchPage> {
  if (text.length > askedLimitCharacters)
    throw new Refusal(
      'search-too-long',
      422,
      'That is too long to look for',
      `Look for a number, a plate, an address or a few words: at most ${askedLimitCharacters} characters.`,
    );
  const asked = askedFor(text, findPhones, deps.words);
  if (asked.identifiers.length === 0 && asked.words.length === 0)
    throw new Refusal(
      'search-empty',
      422,
      'There is nothing to look for in that',
      deps.words
        ? 'Write a telephone number, a plate, an e-mail address, a @name, or words of three letters or more.'
        : 'Write a telephone number, a plate, an e-mail address or a @name. This instance does not look for words.',
    );
  const index = await openIndex(db, operatorOrganizationId, now);
  const numbers = await askedNumbers(db, asked.identifiers);
  const { found, lookedBackTo } = await findCandidates(
    db,
    {
      identifiers: asked.identifiers.map((term) => termOf(index, term)),
      words: asked.words.map((value) => termOf(index, { kind: 'word', value })),
      numberIds: [...numbers.keys()],
    },
    after,
  );
  const page = found.slice(0, hitsOnPage);
  const opened = new Map(
    (
      await readWhole(
        db,
        page.map(({ signalId }) => signalId),
      )
    ).map((one) => [one.signal.id, one]),
  );
  const hits = page.flatMap(({ signalId }) => {
    const one = opened.get(signalId);
    if (!one) return [];
    const by = [...compared(deps, one, asked)];
    const own = one.signal.number_id && numbers.get(one.signal.number_id);
    if (own && !by.includes(own)) by.push(own);
    return by.length ? { signal: one.signal, by } : [];
  });
  const last = page.at(-1);
  return { hits, next: found.length > hitsOnPage ? last : lookedBackTo, wordsOff: !deps.words };
}

/** What of it a report really has. */
function compared(
  deps: SearchDeps,
  { words, messages }: WholeSignal,
  asked: ReturnType<typeof askedFor>,
): Term['kind'][] {
  const has = new Set(
    termsOf(textOf(words, messages), findPhones, deps.words).map(({ kind, value }) => `${kind} ${value}`),
  );
  const by: Term['kind'][] = [
    ...new Set(
      asked.identifiers.filter(({ kind, value }) => has.has(`${kind} ${value}`)).map(({ kind }) => kind),
    ),
  ];
  if (asked.words.length > 0 && asked.words.every((word) => has.has(`word ${word}`))) by.push('word');
  return by;
}
