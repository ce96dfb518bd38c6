/**
 * What people write, made storable. PostgreSQL cannot hold the character NUL, and neither it nor UTF-8 can hold half of a
 * surrogate pair (a telephone that cuts an emoji in two sends one); neither is a reason to lose a report.
 */
import { z } from 'zod';

/** The text without NUL and with each lone surrogate replaced by U+FFFD. */
export const storableText = (text: string): string => text.replaceAll('\0', '').toWellFormed();

/** A text that a person wrote: made storable, trimmed, never empty, bounded. */
export const plainText = (bound: { readonly maxCharacters: number }) =>
  z.string().overwrite(storableText).trim().min(1).max(bound.maxCharacters);

const earliestYear = 2000;
const latestYear = 2199;

/** An instant as ISO 8601, within the years that anything here can be about; PostgreSQL knows no year 0. */
export const plainInstant = () =>
  z.iso.datetime().refine((text) => {
    const year = Number(text.slice(0, 4));
    return year >= earliestYear && year <= latestYear;
  }, `must lie in the years ${earliestYear} to ${latestYear}`);

/** Far deeper than any body of ours. */
const depthLimit = 32;

/**
 * A parsed body with every text in it made storable; what is no plain object or list is left alone. Settles all bodies at
 * once, also of routes whose fields forgot to.
 * @throws RangeError when it is nested more than 32 deep
 */
export function storableBody(body: unknown, depth = 0): unknown {
  if (typeof body === 'string') return storableText(body);
  if (typeof body !== 'object' || body === null || Buffer.isBuffer(body)) return body;
  if (depth >= depthLimit) throw new RangeError(`a body is nested at most ${depthLimit} deep`);
  if (Array.isArray(body)) return body.map((item) => storableBody(item, depth + 1));
  return Object.fromEntries(
    Object.entries(body).map(([key, value]) => [key, storableBody(value, depth + 1)]),
  );
}
