/** Codes in words, for people. Every code of a list has one; a new one does not compile without. */
import type { Permission, Role } from '../../src/identity/core/index.ts';
import type { Outcome } from '../../src/paging/core/index.ts';
import type { Observation } from '../../src/signals/core/index.ts';

export const observationWords: Readonly<Record<Observation, string>> = {
  'papers-held': 'Someone else keeps their ID or papers',
  'phone-held': 'Someone else keeps or watches their phone',
  'debt-owed': 'They are said to owe money',
  'may-not-leave': 'They may not leave, or are afraid to',
  'answered-for': 'Someone else answers for them',
  threatened: 'They or their family are threatened',
  injured: 'They are hurt or ill and get no care',
  'pay-withheld': 'They work and are not paid, or someone takes it',
  watched: 'They are watched or never alone',
  'asked-for-help': 'They asked for help',
  'coached-words': 'What they say sounds learned by heart',
};

export const dangerWords = {
  imminent: 'Danger now',
  soon: 'Danger soon',
  'not-known': 'Danger not known',
  none: 'No danger reported',
} as const;
export const dangerSigns = { imminent: '▲', soon: '◆', 'not-known': '○', none: '–' } as const;
export const doorWords = { help: 'Help', tip: 'Tip', professional: 'Seen at work' } as const;

export const roleStateWords = {
  asking: 'asked, no answer yet',
  acknowledged: 'accepted',
  'en-route': 'on the way',
  staged: '✓ in place',
  unfilled: '▲ nobody left to ask',
  'stood-down': 'stood down',
} as const;

export const pageStateWords = {
  asked: 'sent, not opened yet',
  delivered: 'opened, no answer yet',
  'timed-out': 'no answer in time',
  undeliverable: 'cannot be reached',
  declined: 'said no',
  acknowledged: 'accepted',
  'en-route': 'on the way',
  staged: 'in place',
  'stood-down': 'stood down',
} as const;

export const outcomeWords: Readonly<Record<Outcome, string>> = {
  'person-reached': 'The person was reached',
  'declined-help': 'The person said no to help',
  'safety-information-given': 'Safety information was given',
  'services-begun': 'Help has begun',
  'investigation-opened': 'An investigation was opened',
  'alleged-trafficker-arrested': 'The alleged trafficker was arrested',
  'potential-victim-arrested': 'The person we came for was arrested',
  'no-trafficking-found': 'No trafficking was found',
  'no-contact': 'Nobody was met',
};

/** A telephone number as people write it; what is no number of North America stays as it is. */
export const phoneWords = (phone: string): string => phone.replace(/^\+1(\d{3})(\d{3})(\d{4})$/, '$1-$2-$3');

/** A calendar day, for people. The day is the same wherever it is read. */
export const calendarDay = (at: Date | string): string =>
  new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(at));

/** A time for responders, as their meeting time is written. */
export const handTime = (at: Date | string, seconds = false): string =>
  new Intl.DateTimeFormat('en-US', {
    hour: 'numeric',
    minute: '2-digit',
    ...(seconds ? { second: '2-digit' } : {}),
    timeZone: 'America/Chicago',
    timeZoneName: 'short',
  }).format(new Date(at));

/** A time for staff, in their region's zone, short. */
export const clockTime = (at: Date | string): string =>
  new Intl.DateTimeFormat('en-US', {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZone: 'America/Chicago',
  }).format(new Date(at));

export const dayTime = (at: Date | string): string =>
  new Intl.DateTimeFormat('en-US', {
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: 'America/Chicago',
    timeZoneName: 'short',
  }).format(new Date(at));

export const percent = (share: number): string =>
  share > 0.99 && share < 1 ? 'over 99 %' : `${Math.round(share * 100)} %`;

/** What somebody is here. */
export const roleWords: Readonly<Record<Role, string>> = {
  'hotline-advocate': 'hotline advocate',
  supervisor: 'supervisor',
  'hotline-administrator': 'administrator',
  'agency-coordinator': 'agency coordinator',
  responder: 'responder',
  'provider-advocate': 'provider advocate',
  auditor: 'auditor',
  'service-account': 'service account',
};

/** What a machine may be permitted. */
export const permissionWords: Readonly<Partial<Record<Permission, string>>> = {
  'queue:read': 'See what waits in the queue, and why',
  'alerts:read': 'See alerts for the supervisor',
  'responses:read': 'See responses and their timelines',
  'calls:read': 'See calls to make, with what is to be said',
  'jurisdictions:explain': 'Ask who answers for a place, with reasons',
};
