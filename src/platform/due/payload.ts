/**
 * What a due row may carry: ids, codes, numbers and instants. It stands in the clear, and its bytes stay in the database's files, its
 * write-ahead log and every backup after the row is gone, where no destroyed key reaches them. Whoever has words to pass on stores them
 * sealed and passes on the id. Source: security.md 8, 10.
 */

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** One of a fixed list: `role-unfilled`, `event:passed-on`; or nothing. */
const code = /^([a-z][a-z0-9:-]{0,47})?$/;
/** What a page is called on the telephone: `K4F2`. */
const pageCode = /^[A-Z0-9]{4}$/;
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?Z$/;
const shapes = [uuid, code, pageCode, instant];
/** A name of the language's, or one that begins with `$`: never a value that was made a name. */
const name = /^\$?[a-z][A-Za-z0-9]{0,40}$/;
const listLimit = 10_000;

const isBare = (value: unknown): boolean =>
  value == null ||
  typeof value === 'boolean' ||
  typeof value === 'number' ||
  value instanceof Date ||
  (typeof value === 'string' && shapes.some((shape) => shape.test(value)));

/** The names under which a payload holds something else than ids, codes, numbers and instants. */
export const wordsIn = (payload: Readonly<Record<string, unknown>>): string[] =>
  Object.entries(payload).flatMap(([key, value]) => {
    if (!name.test(key)) return ['a name'];
    const bare = Array.isArray(value) ? value.length <= listLimit && value.every(isBare) : isBare(value);
    return bare ? [] : [key];
  });

/** Of a dedupe key as well: it stands beside the payload. */
const dedupeShape = /^[A-Za-z0-9:.-]{0,120}$/;

/** @throws Error which names the place and never says the words */
export function assertBare(due: {
  readonly kind: string;
  readonly payload?: Readonly<Record<string, unknown>>;
  readonly dedupeKey?: string;
}): void {
  const found = wordsIn(due.payload ?? {});
  if (!dedupeShape.test(due.dedupeKey ?? '')) found.push('the dedupe key');
  if (found.length) throw new Error(`a due row of kind ${due.kind} would hold words: ${found.join(', ')}`);
}
