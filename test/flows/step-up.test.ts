/** What cannot be taken back asks for the key again, whichever way it is asked for; what protects never does. Source: security.md 20. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshMinutesFor, type Permission } from '../../src/identity/core/index.ts';
import { pageAccess, routeAccess } from '../../src/main/access.ts';
import type { Services } from '../../src/main/serving/services.ts';
import { type House, openHouse } from '../support/house.ts';

const nowhere = '01900000-0000-7000-8000-0000000000ff';
const minuteMilliseconds = 60_000;
type Act = (services: Services, acting: { staffId: string; authenticatedAt?: Date }) => Promise<unknown>;

const release = {
  recipient: 'role:victim-advocate',
  items: [],
  purpose: '',
  until: new Date(),
  confirmedHow: 'voice' as const,
  byThePerson: true,
};
/** Every act of a page that asks for the key, with its minutes. */
const asking: readonly [string, number, 'administrator' | 'supervisor', Act][] = [
  ['records a consent', 15, 'supervisor', (s, who) => s.recordRelease(who, nowhere, release)],
  ['asks that a report be destroyed', 5, 'supervisor', (s, who) => s.askPurge(who, nowhere, 'court-order')],
  ['agrees that a report is destroyed', 5, 'supervisor', (s, who) => s.approvePurge(who, nowhere)],
  [
    'places a hold',
    5,
    'supervisor',
    (s, who) => s.placeHold(who, nowhere, { basis: 'claim', reason: 'x', keepsNumber: false }),
  ],
  ['lifts a hold', 5, 'supervisor', (s, who) => s.liftHold(who, nowhere, nowhere)],
  [
    'agrees to a court order',
    5,
    'supervisor',
    (s, who) => s.agreeCourtOrder(who, nowhere, { counselRead: true, despiteList: false }),
  ],
  [
    'takes an entry of the do-not-tell list back',
    5,
    'supervisor',
    (s, who) => s.takeBackDoNotTell(who, nowhere, nowhere, 'They moved away.'),
  ],
  ['hands over what a court orders', 5, 'supervisor', (s, who) => s.handOverCourtOrder(who, nowhere)],
  ['breaks glass', 5, 'supervisor', (s, who) => s.grantGlass(who, nowhere)],
  ['changes a role', 5, 'administrator', (s, who) => s.changeRole(who, nowhere, 'auditor')],
  ['lets somebody in again', 5, 'administrator', (s, who) => s.changeActive(who, nowhere, true)],
  ['agrees to a role', 5, 'supervisor', (s, who) => s.agreeRole(who, nowhere)],
  [
    'invites',
    5,
    'administrator',
    (s, who) => s.invitePerson(who, { name: '', email: '', role: 'auditor', organization: '' }),
  ],
  ['agrees to an invitation', 5, 'supervisor', (s, who) => s.agreeInvitation(who, nowhere)],
  ['asks for a recovery', 5, 'supervisor', (s, who) => s.askRecovery(who, nowhere)],
  ['approves a recovery', 5, 'supervisor', (s, who) => s.approveRecovery(who, nowhere)],
  [
    'makes a key for a partner',
    5,
    'administrator',
    (s, who) => s.makePartnerKey(who, { name: '', mode: 'live', feedId: '', perMinute: 1 }),
  ],
  ['agrees to a token', 5, 'supervisor', (s, who) => s.agreeToken(who, nowhere)],
  ['makes a token', 5, 'administrator', (s, who) => s.makeToken(who, { name: '', scopes: [], days: 1 })],
];
/** Every act that takes away, refuses or stops. */
const never: readonly [string, 'administrator' | 'supervisor', Act][] = [
  ['takes a consent back', 'supervisor', (s, who) => s.takeBackRelease(who, nowhere, nowhere)],
  ['moves a report to the help door', 'supervisor', (s, who) => s.moveToHelp(who, nowhere, 'x')],
  ['stops a destruction', 'supervisor', (s, who) => s.stopPurge(who, nowhere)],
  ['ends a court order', 'supervisor', (s, who) => s.endCourtOrder(who, nowhere)],
  ['closes broken glass', 'supervisor', (s, who) => s.endGlass(who, nowhere)],
  ['refuses a role', 'supervisor', (s, who) => s.refuseRole(who, nowhere)],
  ['refuses a token', 'supervisor', (s, who) => s.refuseToken(who, nowhere)],
  ['takes an invitation back', 'supervisor', (s, who) => s.takeBackInvitation(who, nowhere)],
  ['refuses a recovery', 'supervisor', (s, who) => s.refuseRecovery(who, nowhere)],
  ['lets somebody in no more', 'administrator', (s, who) => s.changeActive(who, nowhere, false)],
  ['takes a key of a partner back', 'administrator', (s, who) => s.revokePartnerKey(who, nowhere)],
  ['takes a token back', 'administrator', (s, who) => s.revokeToken(who, nowhere)],
];

describe('the key', () => {
  let house: House;
  const ids = {
    administrator: '01900000-0000-7000-8000-0000000000b1',
    supervisor: '01900000-0000-7000-8000-0000000000b2',
  };
  beforeAll(async () => {
    house = await openHouse(new Date(), false, { ALIGHT_MODE: 'production' });
    await house.database.db
      .insertInto('staff')
      .values([
        { id: ids.administrator, name: 'An administrator', role: 'hotline-administrator' },
        { id: ids.supervisor, name: 'A supervisor', role: 'supervisor' },
      ])
      .execute();
  });
  afterAll(() => house.close());
  /** What comes of it: the code of the refusal, since nothing of it is there. */
  const codeOf = async (act: Act, role: keyof typeof ids, minutesAgo: number | undefined) => {
    const at = house.clock.now().getTime();
    const acting = {
      staffId: ids[role],
      ...(minutesAgo === undefined
        ? {}
        : { authenticatedAt: new Date(at - minutesAgo * minuteMilliseconds) }),
    };
    return act(house.alight.services, acting).then(
      () => 'done',
      ({ code }: { code: string }) => code,
    );
  };

  test.each(asking)('is asked for by who %s, after %d minutes', async (_what, minutes, role, act) => {
    expect(await codeOf(act, role, minutes + 1)).toBe('sign-in-again');
    expect(await codeOf(act, role, minutes)).not.toBe('sign-in-again');
    expect(await codeOf(act, role, undefined), 'the demonstration has none').not.toBe('sign-in-again');
  });

  test.each(never)('is never asked for by who %s', async (_what, role, act) => {
    expect(await codeOf(act, role, 600)).not.toBe('sign-in-again');
  });

  test('is asked for by each permission that is said to, and no other', () => {
    const minutes = asking.map(([, minutes]) => minutes);
    expect(new Set(minutes)).toEqual(new Set(Object.values(freshMinutesFor)));
    const said = Object.keys(freshMinutesFor) as Permission[];
    expect(said.sort()).toEqual(
      [
        'entries:take-back',
        'glasses:grant',
        'holds:place',
        'orders:work',
        'purges:approve',
        'purges:ask',
        'recoveries:decide',
        'releases:record',
        'roles:agree',
        'roles:ask',
        'tokens:agree',
        'tokens:make',
      ].sort(),
    );
  });

  test('is never asked for to look at a page or to read', () => {
    const read = [
      ...Object.entries(pageAccess),
      ...Object.entries(routeAccess).filter(([route]) => route.startsWith('GET ')),
    ];
    for (const [address, access] of read)
      expect(Object.hasOwn(freshMinutesFor, String(access)), address).toBe(false);
    expect(routeAccess['POST /v1/signals/:id/release']).toBe('releases:record');
    expect(routeAccess['POST /v1/signals/:id/withdraw-release']).toBe('consents:record');
  });
});
