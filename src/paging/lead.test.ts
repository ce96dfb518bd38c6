/** Links that end with their page, and a lead of whom there is one. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPagingRig, type PagingRig, staffId } from '../../test/support/paging.ts';
import { newId } from '../platform/index.ts';
import {
  acceptPage,
  declinePage,
  exchangeLink,
  giveAllClear,
  peekLink,
  reissueLink,
  releasePage,
  reportForPage,
  reportOutcome,
  reportStaged,
  rewriteOffer,
  setPageLead,
  type TelephoneReport,
  viewPage,
} from './index.ts';

let rig: PagingRig;
beforeAll(async () => {
  rig = await openPagingRig();
});
afterAll(() => rig.close());

let numbers = 0;
/** A page on a phone of its own. */
const paged = async (more: Parameters<PagingRig['page']>[1] = {}) => {
  const digits = String(100 + ++numbers).slice(-2);
  const address = `+1573555${digits.padStart(4, '01')}`;
  const page = await rig.page([{ wire: 'sms', address }], more);
  await rig.wait(1);
  return { ...page, address };
};
const coming = async (more: Parameters<PagingRig['page']>[1] = {}) => {
  const page = await paged(more);
  const session = await rig.open(page.address);
  await rig.run((tx, now) => acceptPage(tx, session, now, undefined, rig.isLive));
  return { ...page, session };
};
const stage = (session: string) => rig.run((tx, now) => reportStaged(tx, session, now, rig.isLive));
const clear = (session: string) => rig.run((tx, now) => giveAllClear(tx, session, now, rig.isLive));
const release = (pageId: string) => rig.run((tx, now) => releasePage(tx, pageId, now, 'Over.'));
const isClear = async (session: string) => (await viewPage(rig.db, session, rig.isLive)).allClear;

describe('a link', () => {
  test('that was never opened ends with the stand-down', async () => {
    const page = await paged();
    await release(page.id);
    await expect(rig.open(page.address)).rejects.toMatchObject({ code: 'link-ended' });
    await expect(peekLink(rig.db, rig.tokenOf(page.address), rig.isLive)).rejects.toMatchObject({
      code: 'link-ended',
    });
  });

  test('that was opened still shows the stand-down; its outcome is told only by who had accepted', async () => {
    const page = await paged();
    const session = await rig.open(page.address);
    await release(page.id);
    expect(await viewPage(rig.db, session, rig.isLive)).toMatchObject({
      state: 'released',
      mayReportOutcome: false,
    });
    await expect(
      rig.run((tx, now) => reportOutcome(tx, session, 'person-reached', now)),
    ).rejects.toMatchObject({ code: 'page-not-accepted' });
    const other = await coming();
    await release(other.id);
    expect(await viewPage(rig.db, other.session, rig.isLive)).toMatchObject({
      state: 'released',
      mayReportOutcome: true,
    });
    await rig.run((tx, now) => reportOutcome(tx, other.session, 'person-reached', now));
    expect((await viewPage(rig.db, other.session, rig.isLive)).outcome).toBe('person-reached');
  });

  test('that is opened in the moment of its renewal waits for it, and neither fails', async () => {
    const page = await paged();
    const token = rig.tokenOf(page.address);
    let opening: Promise<unknown> = Promise.resolve();
    await rig.run(async (tx, now) => {
      await tx.selectFrom('page').select('id').where('id', '=', page.id).forUpdate().execute();
      opening = rig
        .run((other, at) => exchangeLink(other, token, at, rig.isLive))
        .catch((error: unknown) => error);
      await new Promise((resolve) => setTimeout(resolve, 300));
      await reissueLink(
        tx,
        { publicOrigin: 'http://localhost:8080', isLive: rig.isLive },
        { pageId: page.id, by: staffId },
        now,
      );
    });
    expect(await opening).toMatchObject({ code: 'link-ended', title: 'A newer link was sent' });
  });
});

describe('a renewed link', () => {
  const renew = (pageId: string) =>
    rig.run((tx, now) =>
      reissueLink(
        tx,
        { publicOrigin: 'http://localhost:8080', isLive: rig.isLive },
        { pageId, by: staffId },
        now,
      ),
    );

  test('is refused for a page that was declined, and nothing is sent', async () => {
    const page = await paged();
    const session = await rig.open(page.address);
    await rig.run((tx, now) => declinePage(tx, session, 'A fire.', now));
    const before = rig.sent.length;
    await expect(renew(page.id)).rejects.toMatchObject({ code: 'page-declined' });
    await rig.wait(1);
    expect(rig.sent).toHaveLength(before);
  });

  test('goes to a webhook in the same form as the first', async () => {
    const address = 'https://dispatch.example/pages';
    const page = await rig.page([{ wire: 'webhook', address }]);
    await rig.wait(1);
    await renew(page.id);
    await rig.wait(1);
    const bodies = rig.sent.filter((sent) => sent.address === address).map(({ body }) => JSON.parse(body));
    expect(bodies).toHaveLength(2);
    for (const body of bodies)
      expect(body).toEqual({ type: 'page.notified', text: expect.stringContaining(page.code) });
  });
});

describe('the all-clear', () => {
  test('and a stand-down of all, begun at once in opposite orders, never wait for each other', async () => {
    const responseId = newId(rig.clock.now());
    const lead = await coming({ responseId, isLead: true });
    const other = await coming({ responseId });
    let clearing: Promise<unknown> = Promise.resolve();
    await rig.run(async (tx, now) => {
      await releasePage(tx, other.id, now, 'Over.');
      clearing = clear(lead.session).catch((error: unknown) => error);
      await new Promise((resolve) => setTimeout(resolve, 300));
      await rewriteOffer(tx, lead.id, { offer: {}, detail: {}, isLead: true }, now);
      await releasePage(tx, lead.id, now, 'Over.');
    });
    expect(await clearing).toMatchObject({ code: 'page-stood-down' });
  });

  test('of the lead reaches everyone who is coming, in neutral words, and who says yes after it', async () => {
    const responseId = newId(rig.clock.now());
    const lead = await coming({ responseId, isLead: true });
    const advocate = await coming({ responseId });
    const waiting = await paged({ responseId });
    const stranger = await coming();
    await stage(lead.session);
    await clear(lead.session);
    await rig.wait(1);
    expect(await isClear(advocate.session)).toBe(true);
    expect(await isClear(stranger.session)).toBe(false);
    const last = (address: string) => rig.sent.findLast((text) => text.address === address)?.body;
    expect(last(advocate.address)).toBe(
      `Alight duty page ${advocate.code}: look again. Questions: 816-555-0142.`,
    );
    for (const { address } of [lead, waiting, stranger]) expect(last(address)).toContain('/p/');
    const late = await rig.open(waiting.address);
    expect(await isClear(late)).toBe(false);
    await rig.run((tx, now) => acceptPage(tx, late, now, undefined, rig.isLive));
    expect(await isClear(late)).toBe(true);
  });

  test('is given by the first of two that accepted the lead, and by nobody who does not lead', async () => {
    const responseId = newId(rig.clock.now());
    const first = await coming({ responseId, isLead: true });
    const second = await coming({ responseId, isLead: true });
    await Promise.all([stage(first.session), stage(second.session)]);
    const given = await Promise.allSettled([clear(second.session), clear(first.session)]);
    expect(given.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    await rig.run((tx, now) => setPageLead(tx, second.id, false, now));
    await expect(clear(second.session)).rejects.toMatchObject({ code: 'not-the-lead' });
  });
});

describe('what an agency says by telephone', () => {
  const say = (pageId: string, report: TelephoneReport, said: { etaAt?: Date; outcome?: string } = {}) =>
    rig.run((tx, now) => reportForPage(tx, pageId, report, said, staffId, now, rig.isLive));

  test('is recorded by staff under the rules of the link, and the record names them', async () => {
    const responseId = newId(rig.clock.now());
    const lead = await coming({ responseId, isLead: true });
    const advocate = await coming({ responseId });
    await expect(say(lead.id, 'en-route')).rejects.toMatchObject({ code: 'eta-invalid' });
    const etaAt = new Date(rig.clock.now().getTime() + 600_000);
    await say(lead.id, 'en-route', { etaAt });
    await say(lead.id, 'staged');
    await expect(say(advocate.id, 'all-clear')).rejects.toMatchObject({ code: 'not-the-lead' });
    await say(lead.id, 'all-clear');
    expect(await isClear(advocate.session)).toBe(true);
    await expect(say(lead.id, 'outcome', { outcome: 'else' })).rejects.toMatchObject({
      code: 'outcome-unknown',
    });
    await say(lead.id, 'outcome', { outcome: 'person-reached' });
    expect(await viewPage(rig.db, lead.session, rig.isLive)).toMatchObject({
      state: 'staged',
      etaAt,
      outcome: 'person-reached',
    });
    await rig.wait(1);
    expect(
      rig.events
        .filter(({ subjectId, payload }) => subjectId === lead.id && payload['by'] === staffId)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['page-all-clear', 'page-en-route', 'page-outcome', 'page-staged']);
  });

  test('is refused before a yes, after the stand-down, and for a page that is not there', async () => {
    const page = await paged();
    await expect(say(page.id, 'staged')).rejects.toMatchObject({ code: 'page-not-accepted' });
    await release(page.id);
    await expect(say(page.id, 'staged')).rejects.toMatchObject({ code: 'page-stood-down' });
    await expect(say(newId(rig.clock.now()), 'staged')).rejects.toMatchObject({ code: 'page-unknown' });
  });
});

describe('the words of a page', () => {
  test('change while it is open, and not after it has ended', async () => {
    const page = await coming({ isLead: true });
    const words = {
      offer: { lead: 'Birch City Police (demo) leads.' },
      detail: { car: 'third car' },
      isLead: false,
    };
    await rig.run((tx, now) => rewriteOffer(tx, page.id, words, now));
    expect(await viewPage(rig.db, page.session, rig.isLive)).toMatchObject({
      offer: words.offer,
      detail: words.detail,
      isLead: false,
    });
    await release(page.id);
    await rig.run((tx, now) =>
      rewriteOffer(tx, page.id, { offer: { lead: 'Else.' }, detail: {}, isLead: true }, now),
    );
    await rig.run((tx, now) => setPageLead(tx, page.id, true, now));
    expect(await viewPage(rig.db, page.session, rig.isLive)).toMatchObject({ offer: {}, isLead: false });
  });
});
