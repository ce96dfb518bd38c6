/** What a gate says when it refuses: the words decide what a tired person does next, so each is held to the one thing that is so. */
import { describe, expect, it } from 'vitest';
import { askedAt, askedThroughHelp, consent } from '../../../test/support/gates.ts';
import { confirmationGate, doNotTellGate, helpDoorGate, type RecipientKind } from './gates.ts';

const now = askedAt;
const given = consent;
const help = askedThroughHelp;
type Asked = Partial<Parameters<typeof helpDoorGate>[0]>;

const words = (asked: Asked) => helpDoorGate({ ...help, ...asked }).words;
const start = 'This came through the help door, and ';

describe('why nothing may be told', () => {
  const nobodyAsked = `${start}the person has not agreed to tell this recipient.`;
  const table: { reason: string; asked: Asked; said: string }[] = [
    { reason: 'nobody asked', asked: {}, said: nobodyAsked },
    {
      reason: 'another recipient’s consent is no part of it',
      asked: {
        releases: [
          {
            ...given,
            recipient: 'agency-2',
            byThePerson: false,
            withdrawnAt: now,
            informed: false,
            until: now,
          },
        ],
      },
      said: nobodyAsked,
    },
    {
      reason: 'an unknown age has a next step of its own',
      asked: { ageGroup: 'unknown' },
      said: `${nobodyAsked} Their age is not known: ask, then bring in the supervisor.`,
    },
    {
      reason: 'they agreed to less',
      asked: { releases: [given], items: ['stop', 'name'] },
      said: `${start}the person agreed to tell this recipient less than this. Ask them first.`,
    },
    {
      reason: 'one of two was given by someone else',
      asked: {
        releases: [
          { ...given, byThePerson: false },
          { ...given, withdrawnAt: now },
        ],
      },
      said: `${start}the consent was given by someone else. Only the person themselves can consent.`,
    },
    {
      reason: 'one of two was taken back',
      asked: {
        releases: [
          { ...given, withdrawnAt: now },
          { ...given, until: now },
        ],
      },
      said: `${start}the person took their consent back. Nothing new may be shared with this recipient.`,
    },
    {
      reason: 'one of two has run out, to the instant',
      asked: {
        releases: [
          { ...given, until: now },
          { ...given, informed: false },
        ],
      },
      said: `${start}the person’s consent has run out. Ask them again.`,
    },
    {
      reason: 'the only one is not informed yet',
      asked: { releases: [{ ...given, informed: false }] },
      said: `${start}the consent is not yet informed: an interpreter has to confirm it first.`,
    },
  ];
  it.each(table)('says so when $reason', ({ asked, said }) => {
    expect(words(asked)).toBe(said);
  });

  it('says of immigration enforcement whose decision it would be', () => {
    expect(words({ door: 'tip', recipientKind: 'immigration-enforcement' })).toBe(
      'Immigration enforcement is told nothing without the person’s own consent, or a supervisor and counsel.',
    );
  });
});

describe('why something may be told', () => {
  const table: { asked: Asked; said: string }[] = [
    {
      asked: { releases: [given] },
      said: 'The person consented to these items going to this recipient.',
    },
    {
      asked: { releases: [given], recipientKind: 'immigration-enforcement' },
      said: 'The person consented to exactly this.',
    },
    {
      asked: { danger: 'imminent' },
      said: 'Someone is in danger right now; this recipient is needed to stop it.',
    },
    {
      asked: { ageGroup: 'minor' },
      said: 'The person is under 18; child protection and police must be told.',
    },
    { asked: { door: 'tip' }, said: 'The report came from someone else through the tip door.' },
  ];
  it.each(table)('$said', ({ asked, said }) => {
    expect(helpDoorGate({ ...help, ...asked })).toMatchObject({ allowed: true, words: said });
  });
});

describe('an exception reaches those whom the need names and nobody else', () => {
  const kinds: readonly RecipientKind[] = [
    'law-enforcement',
    'child-protection',
    'victim-advocate',
    'carrier',
    'psap',
    'state-contact',
    'immigration-enforcement',
    'provider',
  ];
  const reached = (asked: Asked) =>
    kinds.filter((recipientKind) => helpDoorGate({ ...help, ...asked, recipientKind }).allowed);

  it('danger now', () => {
    expect(reached({ danger: 'imminent' })).toEqual([
      'law-enforcement',
      'child-protection',
      'victim-advocate',
      'psap',
    ]);
  });
  it('a child', () => {
    expect(reached({ ageGroup: 'minor' })).toEqual([
      'law-enforcement',
      'child-protection',
      'victim-advocate',
    ]);
  });
  it('neither: nobody', () => {
    expect(reached({ danger: 'soon', ageGroup: 'unknown' })).toEqual([]);
  });
});

describe('whom the list closes', () => {
  const reach = { organizationId: 'a', addresses: ['+15735550101', '+15735550102'], unitIds: ['u1'] };
  const entry = { organizationId: null, unitId: null, addresses: [] };
  const whole = { ...entry, organizationId: 'a', reason: 'His brother works there.' };
  const uncle = { ...entry, addresses: ['+15735550101'], reason: 'Her uncle.' };
  const cousin = { ...entry, addresses: ['+15735550102'], reason: 'Her cousin.' };
  const table: { reason: string; list: Parameters<typeof doNotTellGate>[0]; said: string }[] = [
    {
      reason: 'the organization is on it',
      list: [whole],
      said: 'On the do-not-tell list of this case: His brother works there.',
    },
    {
      reason: 'the organization is on it, and somebody there',
      list: [uncle, whole],
      said: 'On the do-not-tell list of this case: His brother works there.',
    },
    {
      reason: 'everybody there is on it, each for a reason',
      list: [uncle, cousin],
      said: 'Everybody who could be asked there is on the do-not-tell list of this case: Her uncle. Her cousin.',
    },
    {
      reason: 'somebody elsewhere is on it for a reason of their own',
      list: [
        { ...entry, addresses: ['+15735550199'], reason: 'A neighbour.' },
        { ...entry, unitId: 'u9', reason: 'Another town’s car.' },
        { ...entry, organizationId: 'b', reason: 'Another office.' },
        { ...entry, reason: 'A Mr. Lee.' },
        uncle,
        cousin,
      ],
      said: 'Everybody who could be asked there is on the do-not-tell list of this case: Her uncle. Her cousin.',
    },
    {
      reason: 'all that they could send is on it',
      list: [{ ...entry, unitId: 'u1', reason: 'He rides with them.' }],
      said: 'Everybody who could be asked there is on the do-not-tell list of this case: He rides with them.',
    },
  ];
  it.each(table)('is said when $reason', ({ list, said }) => {
    expect(doNotTellGate(list, reach)).toEqual({ allowed: false, code: 'do-not-tell', words: said });
  });
});

describe('what a confirmation lacks', () => {
  const nothing = {
    observedBehaviours: 1,
    ownWords: false,
    askedBack: false,
    namedNotToTell: true,
    doNotTellSettled: false,
    danger: 'soon',
    reason: '         ',
    by: 'staff-1',
    secondBy: undefined,
    secondIsSupervisor: false,
    appearanceOnly: true,
  } as const satisfies Parameters<typeof confirmationGate>[0];
  const said = (asked: Partial<Parameters<typeof confirmationGate>[0]>) => {
    const gate = confirmationGate({ ...nothing, ...asked });
    return gate.allowed ? [] : gate.missing.map((each) => each.words);
  };

  it('is said in full, each in words of its own', () => {
    expect(said({})).toEqual([
      'The report rests on looks, language or a family of mixed looks. It is held; no one is sent on that.',
      'Record at least two observed behaviours, or the person’s own words.',
      'Try to ask the person who reported a question back first.',
      'The report names someone who must not be told. Put them on the do-not-tell list and say that the list is done, or write down why there is nobody to list.',
      'Write the reason in words.',
      'A supervisor has to confirm as the second person, unless danger is imminent.',
    ]);
  });
  it('is another person, when one confirms twice', () => {
    expect(said({ secondBy: 'staff-1', secondIsSupervisor: true })).toContain(
      'The second person has to be someone else.',
    );
  });
  it('counts the letters of a reason and not the spaces around them', () => {
    expect(said({ reason: '  ten letter ' })).not.toContain('Write the reason in words.');
    expect(said({ reason: '  nine lett     ' })).toContain('Write the reason in words.');
  });
});
