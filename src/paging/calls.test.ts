/** Calls that a person makes: made again when they reached nobody, ended with their page, and never closed in silence. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openPagingRig, type PagingRig, staffId, testDetail, testOffer } from '../../test/support/paging.ts';
import { newId } from '../platform/index.ts';
import { callAttemptLimit } from './core/index.ts';
import {
  acceptPage,
  completeVoiceTask,
  declinePage,
  openVoiceTask,
  readVoiceTasks,
  releasePage,
  rewriteOffer,
  viewPage,
  withdrawVoiceTasks,
} from './index.ts';

let rig: PagingRig;
beforeAll(async () => {
  rig = await openPagingRig();
});
afterAll(() => rig.close());
beforeEach(() => {
  rig.events.length = 0;
  rig.sent.length = 0;
});

const complete = (id: string, result: 'confirmed' | 'declined' | 'no-answer') =>
  rig.run((tx, now) =>
    completeVoiceTask(tx, id, { callTaker: 'Operator 7', result, by: staffId }, now, rig.isLive),
  );
const openCalls = async (which: Parameters<PagingRig['calls']>[0]) =>
  (await rig.calls(which)).filter(({ doneAt }) => !doneAt);
const callPsap = async () => {
  const signalId = newId(rig.clock.now());
  await rig.run((tx, now) =>
    openVoiceTask(
      tx,
      {
        kind: 'psap',
        organizationId: null,
        phone: '573-555-0111',
        script: 'Danger now.',
        subjectId: signalId,
        dueAt: now,
      },
      now,
    ),
  );
  return signalId;
};
const told = () =>
  rig.events
    .filter(({ name }) => name === 'supervisor-needed')
    .map(
      ({ payload }) => payload as { alertId: string; code: string; signalId?: string; responseId?: string },
    );

describe('the list of calls', () => {
  test('shows an open call to 911 first, however many others there are, and says how many are not shown', async () => {
    const before = (await readVoiceTasks(rig.db)).tasks.filter(({ doneAt }) => !doneAt).length;
    const many = 230;
    const subjectId = newId(rig.clock.now());
    const early = new Date(rig.clock.now().getTime() - 3_600_000);
    await rig.run(async (tx, now) => {
      for (let n = 0; n < many; n++)
        await openVoiceTask(
          tx,
          {
            kind: 'call-back',
            organizationId: null,
            phone: '573-555-0112',
            script: 'Call back.',
            subjectId,
            dueAt: early,
          },
          now,
        );
    });
    const psap = await callPsap();
    const { tasks, moreOpen } = await readVoiceTasks(rig.db);
    const open = tasks.filter(({ doneAt }) => !doneAt);
    expect(open.slice(0, before + 1).map((task) => task.subjectId)).toContain(psap);
    expect(open.findIndex(({ kind }) => kind !== 'psap')).toBeGreaterThan(
      open.findLastIndex(({ kind }) => kind === 'psap'),
    );
    expect(open.length + moreOpen).toBe(before + many + 1);
    expect(moreOpen).toBeGreaterThan(0);
    await complete(open.find((task) => task.subjectId === psap)!.id, 'confirmed');
    await rig.run((tx, now) => withdrawVoiceTasks(tx, { subjectId }, now));
    const after = await readVoiceTasks(rig.db);
    expect(after.moreOpen).toBe(0);
    expect(after.tasks.length, 'those that were made are bounded too').toBeLessThanOrEqual(before + 100);
  });
});

describe('the call to the 911 centre', () => {
  test.each(['no-answer', 'declined'] as const)(
    'that ends with %s is open again at once, and a supervisor hears of it',
    async (result) => {
      const subjectId = await callPsap();
      await complete((await openCalls({ subjectId }))[0]!.id, result);
      expect(await openCalls({ subjectId })).toMatchObject([
        { attempt: 2, script: 'Danger now.', phone: '573-555-0111' },
      ]);
      await rig.wait(1);
      expect(told()).toMatchObject([
        { signalId: subjectId, code: result === 'declined' ? 'psap-declined' : 'call-unanswered' },
      ]);
      await rig.run((tx, now) => withdrawVoiceTasks(tx, { subjectId }, now));
    },
  );

  test('is not opened for ever: in the end the supervisor alone goes on', async () => {
    const subjectId = await callPsap();
    for (let attempt = 1; attempt <= callAttemptLimit; attempt++)
      await complete((await openCalls({ subjectId }))[0]!.id, 'no-answer');
    expect(await openCalls({ subjectId })).toEqual([]);
    await rig.wait(1);
    expect(told()).toHaveLength(callAttemptLimit);
    const words = await rig.alertWords();
    expect(words.some((said) => said.includes('A supervisor has to act now'))).toBe(true);
  });

  test('that is not made alarms again and again, with the report it is about, until it is made', async () => {
    const subjectId = await callPsap();
    await rig.wait(10 * 60);
    const overdue = () =>
      rig.events.filter(
        ({ name, payload }) => name === 'voice-task-overdue' && payload['signalId'] === subjectId,
      );
    const before = overdue().length;
    expect(before).toBeGreaterThanOrEqual(3);
    await complete((await openCalls({ subjectId }))[0]!.id, 'confirmed');
    await rig.wait(30 * 60);
    expect(overdue()).toHaveLength(before);
  });

  test('to a centre that may not be told any more is withdrawn, and its alarm with it', async () => {
    const subjectId = await callPsap();
    expect(await rig.run((tx, now) => withdrawVoiceTasks(tx, { subjectId }, now))).toBe(1);
    await rig.wait(10 * 60);
    expect(
      rig.events.filter(
        ({ name, payload }) => name === 'voice-task-overdue' && payload['signalId'] === subjectId,
      ),
    ).toEqual([]);
  });
});

test('a desk that says no to information by telephone is told of: the next agency has to be', async () => {
  const [signalId, subjectId] = [newId(rig.clock.now()), newId(rig.clock.now())];
  const taskId = await rig.run((tx, now) =>
    openVoiceTask(
      tx,
      {
        kind: 'desk-page',
        organizationId: null,
        phone: '573-555-0104',
        script: 'For information.',
        subjectId,
        signalId,
        dueAt: now,
      },
      now,
    ),
  );
  await complete(taskId, 'declined');
  await rig.wait(1);
  expect(told()).toEqual([{ code: 'information-declined', alertId: expect.any(String), signalId }]);
  expect(await rig.alertWords()).toContain(
    'The responder was reached and said no to the information. Tell the next agency.',
  );
  expect(rig.events.find(({ name }) => name === 'call-declined')).toMatchObject({
    subjectId,
    payload: { taskId, subjectId, organizationId: null },
  });
  expect(await openCalls({ subjectId })).toEqual([]);
});

describe('the call that brings a page', () => {
  const desk = [{ name: 'the desk', wire: 'voice' as const, address: '573-555-0101' }];
  const both = [{ wire: 'sms' as const, address: '573-555-0102' }, ...desk];

  test('says the offer and the card, and nothing that is only for those who come', async () => {
    const page = await rig.page(desk);
    await rig.wait(1);
    const [call] = await rig.calls({ pageId: page.id });
    expect(call).toMatchObject({ kind: 'desk-page', responseId: page.responseId });
    for (const words of [
      page.code,
      'Jefferson City',
      '10:40 AM CST',
      'leads this response',
      'Unconfirmed report.',
      'They may say no and go.',
    ])
      expect(call!.script).toContain(words);
    expect(call!.script).not.toMatch(new RegExp([testDetail.car, testDetail.description].join('|')));
  });

  test('that nobody answers is open again while the page waits for an answer, and not after', async () => {
    const page = await rig.page(desk);
    await rig.wait(1);
    await complete((await openCalls({ pageId: page.id }))[0]!.id, 'no-answer');
    const [again] = await openCalls({ pageId: page.id });
    expect(again).toMatchObject({ attempt: 2, kind: 'desk-page' });
    await rig.wait(1);
    expect(told()).toMatchObject([{ code: 'call-unanswered', responseId: page.responseId }]);
    await rig.run((tx, now) => releasePage(tx, page.id, now, 'Over.'));
    await complete(again!.id, 'no-answer');
    expect((await openCalls({ pageId: page.id })).filter(({ kind }) => kind === 'desk-page')).toEqual([]);
  });

  test.each(['accepted', 'declined'])('is withdrawn when the page is %s by link', async (how) => {
    const page = await rig.page(both);
    await rig.wait(70);
    expect(await openCalls({ pageId: page.id })).toHaveLength(1);
    const session = await rig.open('+15735550102');
    await rig.run((tx, now) =>
      how === 'accepted'
        ? acceptPage(tx, session, now, undefined, rig.isLive)
        : declinePage(tx, session, 'A fire.', now),
    );
    expect(await rig.calls({ pageId: page.id })).toMatchObject([{ result: 'withdrawn' }]);
    rig.events.length = 0;
    await rig.wait(600);
    expect(
      rig.events.filter(
        ({ name, payload }) => name === 'voice-task-overdue' && payload['responseId'] === page.responseId,
      ),
    ).toEqual([]);
  });

  test('is withdrawn by the stand-down, which calls only who was called', async () => {
    const page = await rig.page([...desk, { name: 'the sergeant', wire: 'voice', address: '573-555-0103' }]);
    await rig.wait(70);
    await complete(
      (await openCalls({ pageId: page.id })).find(({ phone }) => phone === '573-555-0101')!.id,
      'confirmed',
    );
    await rig.run((tx, now) => releasePage(tx, page.id, now, 'Over.'));
    expect(await openCalls({ pageId: page.id })).toMatchObject([
      {
        kind: 'stand-down',
        phone: '573-555-0101',
        script: `Call the desk. Say only: "Alight duty page ${page.code}, you are stood down."`,
      },
    ]);
  });

  test('whose page was stood down while they spoke is recorded, and the desk is called once more', async () => {
    const page = await rig.page(desk);
    await rig.wait(1);
    const [call] = await openCalls({ pageId: page.id });
    await rig.run((tx, now) => releasePage(tx, page.id, now, 'Over.'));
    expect(await openCalls({ pageId: page.id }), 'they were never called').toEqual([]);
    await complete(call!.id, 'confirmed');
    expect(await rig.calls({ pageId: page.id, kind: 'desk-page' })).toMatchObject([
      { result: 'confirmed', callTaker: 'Operator 7' },
    ]);
    expect(await openCalls({ pageId: page.id })).toMatchObject([{ kind: 'stand-down' }]);
    await rig.wait(1);
    expect(rig.alarms()).toContain('call-overtaken');
    await expect(complete(call!.id, 'confirmed')).rejects.toMatchObject({ code: 'voice-task-done' });
  });

  test('that reads the details to whoever said yes is withdrawn when the page is declined by link', async () => {
    const page = await rig.page(both);
    await rig.wait(70);
    await complete((await openCalls({ pageId: page.id }))[0]!.id, 'confirmed');
    expect(await openCalls({ pageId: page.id })).toMatchObject([
      { kind: 'call-back', script: expect.stringContaining(testDetail.car) },
    ]);
    const session = await rig.open('+15735550102');
    await rig.run((tx, now) => declinePage(tx, session, 'A fire.', now));
    expect(await openCalls({ pageId: page.id })).toEqual([]);
  });

  test('says the words that the page has now: who leads, and where', async () => {
    const page = await rig.page(desk);
    await rig.wait(1);
    await complete((await openCalls({ pageId: page.id }))[0]!.id, 'confirmed');
    expect((await openCalls({ pageId: page.id }))[0]!.script).toContain('second car');
    const waiting = await rig.page(desk);
    await rig.wait(1);
    const words = {
      offer: { ...testOffer, lead: 'Birch City Police (demo) leads this response.' },
      detail: { ...testDetail, car: 'third car' },
      isLead: false,
    };
    for (const id of [page.id, waiting.id]) await rig.run((tx, now) => rewriteOffer(tx, id, words, now));
    const [reading] = await openCalls({ pageId: page.id });
    expect(reading!.script).toContain('third car');
    expect(reading!.script).not.toContain('second car');
    const [asking] = await openCalls({ pageId: waiting.id });
    expect(asking!.script).toContain('Ask for the desk.');
    expect(asking!.script).toContain('Birch City Police (demo) leads');
    expect(asking!.script).not.toContain('Ash County');
  });

  test('that says no does not undo a yes that came by link while they spoke', async () => {
    const page = await rig.page(both);
    await rig.wait(70);
    const [call] = await openCalls({ pageId: page.id });
    const session = await rig.open('+15735550102');
    await rig.run((tx, now) => acceptPage(tx, session, now, undefined, rig.isLive));
    await complete(call!.id, 'declined');
    expect((await viewPage(rig.db, session, rig.isLive)).state).toBe('accepted');
    await rig.wait(1);
    expect(rig.alarms()).toContain('call-overtaken');
  });
});
