/** Invented contents for the gallery: ordinary ones, and the longest and emptiest that a page may meet. */
import type { PageView } from '../../src/paging/index.ts';
import type { ResponseView } from '../../src/responses/index.ts';
import type { Phone } from '../sandbox/telephone.tsx';

const noon = new Date('2026-01-01T18:00:00Z');
const longName =
  'The Combined Communications Desk of the Upper Meramec and Lower Gasconade Valleys and Neighbouring Townships (demo)';

const asked = (
  code: string,
  organizationName: string,
  state: ResponseView['roles'][number]['asked'][number]['state'],
) => ({
  pageId: `00000000-0000-7000-8000-00000000${code}`,
  code,
  organizationId: '',
  organizationName,
  state,
  startedAt: noon,
});

const role = (
  name: ResponseView['roles'][number]['role'],
  state: ResponseView['roles'][number]['state'],
  more: Partial<ResponseView['roles'][number]> = {},
): ResponseView['roles'][number] => ({
  role: name,
  name: name.replaceAll('-', ' '),
  required: true,
  lead: false,
  state,
  stateAt: noon,
  organizationName: null,
  etaAt: null,
  asked: [],
  ...more,
});

/** A role in each state. */
export const roles: ResponseView['roles'] = [
  role('local-law-enforcement', 'staged', {
    lead: true,
    organizationName: longName,
    asked: [asked('K4F2', longName, 'staged')],
  }),
  role('state-patrol', 'en-route', {
    organizationName: 'State Patrol Troop A (demo)',
    etaAt: noon,
    asked: [asked('7RWN', 'State Patrol Troop A (demo)', 'en-route')],
  }),
  role('victim-advocate', 'acknowledged', {
    organizationName: 'Lantern Advocates (demo)',
    asked: [
      asked('V9HH', 'Riverbend Advocates (demo)', 'declined'),
      asked('XJJV', 'Lantern Advocates (demo)', 'acknowledged'),
    ],
  }),
  role('child-protection', 'unfilled', { asked: [asked('CYA9', 'Child Protection (demo)', 'timed-out')] }),
  role('railroad-police', 'asking', {
    required: false,
    asked: [asked('FYJY', 'Railroad Police (demo)', 'delivered')],
  }),
];

export const lines: ResponseView['timeline'] = [
  { sequence: 1, at: noon, who: 'Alight', what: 'Page K4F2: asked.' },
  { sequence: 2, at: noon, who: longName, what: 'Accepted as local law enforcement, expected 12:20 PM CST.' },
  {
    sequence: 3,
    at: noon,
    who: 'Alight',
    what: 'Averyveryverylongwordwithoutanyspaceinitsothatitmustbebrokensomewhere.',
  },
];

const plan: ResponseView['plan'] = {
  signalId: '',
  drawnAt: noon,
  kind: 'trip',
  vehicle: 'Missouri River Runner 311 to Kansas City',
  headline: 'Meet at Kansas City Union Station.',
  words: [],
  standing: 'meets',
  probability: 0.97,
  stops: [],
  roles: [],
  lead: null,
  requiresBoarding: null,
  psaps: [],
};

/** A response as far as the carrier's panel looks at it. */
export const response = (seen: readonly ResponseView['roles'][number][]): ResponseView => ({
  id: '',
  signalId: '',
  caseId: '',
  state: 'open',
  reason: 'Her own words and two behaviours.',
  openedAt: noon,
  endedAt: null,
  leadOrganizationName: longName,
  meetingPoint: { name: 'Kansas City Union Station', arrivalAt: noon, arrivalWords: '12:00 PM CST' },
  plan,
  withheld: [],
  roles: seen,
  timeline: lines,
  disclosures: [],
});

export const passedOn = [
  {
    at: noon,
    organizationName: longName,
    by: 'Riley Adams (demo)',
    reason: 'Seen twice at the same stop; nobody is there now.',
    deliveredAt: null,
    revokedAt: null,
  },
];

export const entry = {
  id: 'sample',
  name: longName,
  summary: 'Talks with people who have been trafficked, in any language.',
  region: 'Missouri',
  confidential: false,
  website: 'https://example.org',
  phones: [{ number: '816-555-0142', kind: 'voice and text' as const, description: 'Any hour, any day' }],
  source: 'https://example.org/about',
  verifiedOn: '2026-01-01',
  note: 'An invented entry of the gallery.',
};

export const known = {
  lines: [
    { value: '311', label: 'Missouri River Runner to Kansas City' },
    { value: 'Line 7 (demo)', label: 'Line 7 (demo) to Waldo' },
  ],
  stops: ['Kansas City Union Station'],
};

/** The lead's page in a state. */
export const duty = (state: PageView['state']): PageView => ({
  code: 'K4F2',
  role: 'local-law-enforcement',
  state,
  isLead: true,
  organizationId: '',
  organizationName: longName,
  offer: {},
  detail: null,
  answerBy: noon,
  etaAt: noon,
  allClear: false,
  callBackPhone: '816-555-0142',
  releaseWords: null,
  outcome: null,
  mayReportOutcome: true,
});

const text = (id: string, token: string, state: 'open' | 'used' | 'ended'): Phone['texts'][number] => ({
  id,
  wire: 'sms',
  body: `Alight duty page K4F2. Open http://localhost/p/${token} or call 816-555-0142.`,
  at: noon,
  link: { path: '/gallery', state },
});

/** A telephone with a link that opens and ones that do not, and one that nobody is known by. */
export const phones: readonly Phone[] = [
  {
    address: '+18165550110',
    holder: 'Kansas City Police (demo) · communications desk',
    texts: [text('3', 'newest', 'open'), text('2', 'older', 'ended'), text('1', 'oldest', 'used')],
  },
  {
    address: '+18165550199',
    holder: null,
    texts: [{ id: '4', wire: 'sms', body: 'You have a message.', at: noon, link: null }],
  },
];
