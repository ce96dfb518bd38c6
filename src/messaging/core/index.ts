/** What a text means and how often a sending is tried: the decisions of messaging. */
import { normalPhone } from './phone.ts';

export {
  type Day,
  dayAfter,
  dayOf,
  formsOf,
  lastForgottenDay,
  type NumberForms,
  nextMidnight,
} from './numbers.ts';
export { plainForTexting, segmentsOf } from './segments.ts';
export { normalPhone };

/** What a text says that may not say anything. */
export const waitingNote = 'You have a message.';

/** Far more than any carrier hands over as one text. */
export const longestInboundCharacters = 12_000;

export type Wire = 'sms' | 'email' | 'webhook';

const shaped = (shape: RegExp) => (text: string) => {
  const trimmed = text.trim();
  return shape.test(trimmed) ? trimmed : null;
};

/** What a wire needs of an address and how much it carries. */
export interface WireRules {
  readonly wire: Wire;
  readonly addressName: string;
  /** The address as the carrier needs it, or null when it cannot be used. */
  readonly addressOf: (text: string) => string | null;
  readonly bodyLimitCharacters: number;
  readonly needsSubject: boolean;
}

/** One line a wire. */
export const wireRules: Readonly<Record<Wire, WireRules>> = {
  sms: {
    wire: 'sms',
    addressName: 'phone number',
    addressOf: normalPhone,
    bodyLimitCharacters: 1_600,
    needsSubject: false,
  },
  email: {
    wire: 'email',
    addressName: 'email address',
    addressOf: shaped(/^[^\s@]{1,64}@[^\s@]{1,255}$/),
    bodyLimitCharacters: 8_000,
    needsSubject: true,
  },
  webhook: {
    wire: 'webhook',
    addressName: 'web address',
    addressOf: shaped(/^https?:\/\/\S{1,1900}$/),
    bodyLimitCharacters: 8_000,
    needsSubject: false,
  },
};

/** An address as its wire needs it, or null when nothing can be sent there. */
export const addressFor = (wire: Wire, text: string): string | null => wireRules[wire].addressOf(text);

export const attemptLimit = 6;
const firstWaitSeconds = 2;
const longestWaitSeconds = 15;

/** How long to wait before the next attempt, or null when it is given up and a person has to act. @param attempts made so far */
export function retryAfterSeconds(attempts: number): number | null {
  return attempts >= attemptLimit
    ? null
    : Math.min(longestWaitSeconds, firstWaitSeconds * 2 ** (attempts - 1));
}

/** What a carrier's own words in an inbound text ask for (CTIA Messaging Principles: STOP, HELP and their kin). */
export function keywordOf(body: string): 'stop' | 'help' | 'start' | null {
  const word = body
    .trim()
    .toUpperCase()
    .replace(/[.!]+$/, '');
  if (['STOP', 'STOPALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT'].includes(word)) return 'stop';
  if (['HELP', 'INFO'].includes(word)) return 'help';
  return ['START', 'UNSTOP', 'YES'].includes(word) ? 'start' : null;
}
