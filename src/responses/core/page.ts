/**
 * What a page says. The offer, before accepting: role, area, time, the card, who else was asked. The detail, only while
 * accepted: where to stage, the car, a description, the language. Never a name of the person, never the signaler's relation,
 * job or employer. Source: safety.md "A response to a person".
 */
import { isAdvocate, type Role, roleWords } from './roles.ts';
import { coming, type PageState } from './states.ts';

/** The card on every page. */
export const card: readonly string[] = [
  'Unconfirmed report.',
  'Not by itself grounds to detain, search, or check immigration status or warrants.',
  'Speak to the person apart from their companion, advocate and own interpreter first, never through the companion.',
  'The reporter may be someone they fled.',
  'They may say no and go.',
  'Do not approach crew.',
];

/** Whom it is about is said on the telephone, and only to whom it must be. The carrier, who learns the least, is not told that there is one. */
export const someoneWithheld =
  'There is someone, perhaps an agency, who must not be told. Call us before you tell anyone besides those you send.';

/** The lead decides; that is said to everyone. */
const leadWords = 'Your agency leads: it decides whether to send, whom and how, and gives the all-clear.';
const leadAskedWords =
  'Your agency is asked to lead: to decide whether to send, whom and how, and to give the all-clear.';

/** Who leads: the one named agency, and whether it has accepted or is only asked. */
export interface Lead {
  readonly organizationName: string;
  readonly accepted: boolean;
}

/** What another role looks like from outside, for everyone who was asked. */
export interface OtherRole {
  readonly role: Role;
  readonly state: PageState | 'asking' | 'unfilled';
  readonly organizationName: string | null;
}

/** All that the carrier learns of who comes. */
const carrierWords = 'Police attending.';

export interface MeetingPoint {
  /** The stop or place where the person themselves gets off. */
  readonly name: string;
  /** County and state: all that is told of the place before anyone accepts. */
  readonly area: string;
  /** Scheduled arrival there, or null for a place. */
  readonly arrivalAt: Date | null;
  /** Words for the arrival, in the stop's own time zone. */
  readonly arrivalWords: string;
  readonly lon: number;
  readonly lat: number;
}

/** What is known of the person and the vehicle that a responder may see after accepting. */
export interface Sighting {
  readonly vehicle: string | null;
  readonly car: string | null;
  readonly description: string | null;
  readonly language: string | null;
}

export interface PageOffer {
  readonly role: string;
  readonly area: string;
  readonly time: string;
  readonly card: readonly string[];
  readonly lead: string;
  readonly whoElse: readonly string[];
  readonly danger: string | null;
}

export interface PageDetail {
  readonly meetingPoint: string;
  readonly arrival: string;
  readonly staging: string;
  readonly vehicle: string | null;
  readonly car: string | null;
  readonly description: string | null;
  readonly language: string | null;
  readonly instructions: readonly string[];
}

/** Before accepting. */
export function offerOf(page: {
  role: Role;
  point: MeetingPoint;
  /** Whether this agency is the named lead. */
  isLead: boolean;
  lead: Lead | null;
  others: readonly OtherRole[];
  imminent: boolean;
  /** Somebody is on the do-not-tell list of the case: whoever reads this is not to speak of it without asking. */
  someoneWithheld?: boolean;
}): PageOffer {
  // The carrier learns only train, stop and "police attending": not when, not who leads or comes, and nothing of danger.
  if (page.role === 'carrier-operations')
    return {
      role: roleWords[page.role],
      area: page.point.area,
      time: '',
      card,
      lead: carrierWords,
      whoElse: [],
      danger: null,
    };
  return {
    role: roleWords[page.role],
    area: page.point.area,
    time: page.point.arrivalWords,
    card: page.someoneWithheld ? [...card, someoneWithheld] : card,
    lead: leadSentence(page.isLead, page.lead),
    whoElse: page.others.map(otherWords),
    danger: page.imminent ? 'Danger now is reported. The 911 centre is being called as well.' : null,
  };
}

function leadSentence(own: boolean, lead: Lead | null): string {
  if (own) return lead?.accepted ? leadWords : leadAskedWords;
  if (!lead) return 'Nobody leads yet. The hotline is looking for an agency that does.';
  return lead.accepted
    ? `${lead.organizationName} leads this response.`
    : `${lead.organizationName} is asked to lead.`;
}

/** "Missouri State Patrol Troop A (state patrol): on the way". */
function otherWords({ role, state, organizationName }: OtherRole): string {
  const who = organizationName ? `${organizationName} (${roleWords[role]})` : `Nobody (${roleWords[role]})`;
  if (state === 'unfilled' || !organizationName) return `${who}: none coming`;
  if (state === 'staged') return `${who}: in place`;
  if (state === 'en-route') return `${who}: on the way`;
  return `${who}: ${coming.includes(state as PageState) ? 'accepted' : 'asked'}`;
}

/** While accepted. The carrier learns only train, stop and "police attending". */
export function detailOf(page: {
  role: Role;
  point: MeetingPoint;
  sighting: Sighting;
  lead: Lead | null;
  /** Whether this agency is the named lead. */
  isLead: boolean;
}): PageDetail {
  const { role, point, sighting } = page;
  const lead = page.lead?.accepted ? page.lead.organizationName : 'the lead agency';
  if (role === 'carrier-operations')
    return {
      meetingPoint: point.name,
      arrival: '',
      staging: carrierWords,
      vehicle: sighting.vehicle,
      car: null,
      description: null,
      language: null,
      instructions: ['Tell no crew. Ask nobody to watch, seat, photograph or hold anyone.'],
    };
  const advocate = isAdvocate(role);
  return {
    meetingPoint: point.name,
    arrival: point.arrivalWords,
    staging: advocate
      ? `A point of your own near ${point.name}, apart from police, with other people around. Never alone. Move when ${lead} gives the all-clear.`
      : `Off the platform and out of sight of those who get off at ${point.name}. ${page.isLead ? 'You settle the spot.' : `Settle the spot with ${lead}.`}`,
    vehicle: sighting.vehicle,
    car: sighting.car,
    description: sighting.description,
    language: sighting.language,
    instructions: advocate
      ? ['Stay apart until the all-clear.', 'Bring your own interpreter.', 'The person may say no and go.']
      : ['Meet the person where they get off themselves. Nobody boards for this.', 'Do not approach crew.'],
  };
}

/**
 * The names of what a role is told, for the gates and the ledger: only what there is. A car is part of the vehicle.
 * @param sighting what is known; everything that may be, when it is left out
 */
export function itemsFor(role: Role, sighting?: Sighting): string[] {
  if (role === 'carrier-operations') return ['vehicle', 'place'];
  const known = sighting ?? { vehicle: '', car: '', description: '', language: '' };
  return [
    'place',
    'time',
    ...(known.vehicle !== null || known.car !== null ? ['vehicle'] : []),
    ...(known.description !== null ? ['description'] : []),
    ...(known.language !== null ? ['language'] : []),
  ];
}

/** The longest description that responders read. */
const descriptionLimitCharacters = 500;

/** A description as it is stored: what staff wrote, or nothing. */
export const descriptionOf = (words: string | undefined): string | null =>
  words?.trim().slice(0, descriptionLimitCharacters) || null;
