/**
 * What a number is found by, and how long it is kept. A number belongs to the day of its last message; a day that is over long enough
 * takes all of its numbers along. Source: security.md 13.
 */
import { normalPhone } from './phone.ts';

/** A calendar day in UTC, as `2026-02-12`. */
export type Day = string;

const dayMilliseconds = 86_400_000;
const tailDigits = 7;

export const dayOf = (now: Date): Day => now.toISOString().slice(0, 10);

/** The last day whose numbers are not kept any more: every message of that day is `keepDays` whole days old. */
export const lastForgottenDay = (now: Date, keepDays: number): Day =>
  dayOf(new Date(now.getTime() - (keepDays + 1) * dayMilliseconds));

/** When the day of an instant is over. */
export const nextMidnight = (now: Date): Date =>
  new Date((Math.floor(now.getTime() / dayMilliseconds) + 1) * dayMilliseconds);

export const dayAfter = (day: Day): Day => dayOf(new Date(Date.parse(day) + dayMilliseconds));

/** What a number, or the address of an email, is found by. Equal ones are equal in all their spellings. */
export interface NumberForms {
  /** The whole of it in its one form. */
  readonly exact: string;
  /** What somebody who searches may know: the last seven digits, or an address without the label after its plus sign. */
  readonly loose: string | null;
}

/** An email address in one form: small letters, without the part after a plus sign. */
const plainEmail = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/(?<=.)\+[^@]*(?=@)/, '');

export function formsOf(wire: 'sms' | 'email', address: string): NumberForms {
  const written = address.trim();
  if (wire === 'email') return { exact: written, loose: plainEmail(written) };
  const exact = normalPhone(written) ?? written;
  const digits = exact.replace(/\D/g, '');
  return { exact, loose: digits.length >= tailDigits ? digits.slice(-tailDigits) : null };
}
