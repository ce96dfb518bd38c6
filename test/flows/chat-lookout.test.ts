import { afterAll, beforeAll, expect, test } from 'vitest';
import { newsOf } from '../../src/signals/channels/chat/view.ts';
import { openConversations } from '../../src/signals/index.ts';
import { beginChat, sayInChat } from '../support/chats.ts';
import { type House, openHouse } from '../support/house.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const begin = () => beginChat(house);
const say = (code: string, text: string) => sayInChat(house, code, text);
const afterSequence = async (id: string) =>
  (
    await house.database.db
      .selectFrom('chat')
      .select(['after_sequence', 'followed_at'])
      .where('signal_id', '=', id)
      .executeTakeFirstOrThrow()
  ).after_sequence;

test('an open page hears of words and of a change that no nudge brought, once each, and shows that the person is there', async () => {
  const [one, quiet] = [await begin(), await begin()];
  const told: string[] = [];
  // As in a process whose nudges are lost: it hears nothing by itself.
  const conversations = openConversations(
    { listen: () => () => {}, tell: () => {}, tellOthers: () => {}, stop: async () => {} },
    { db: house.database.db, clock: house.clock, log: { warn: () => {} } as never },
  );
  const last = { [one.id]: 0, [quiet.id]: 0 };
  const marks: Record<string, string> = {};
  const page = (id: string) => ({
    isPerson: true,
    last: () => last[id]!,
    mark: () => marks[id],
    heard: () => {},
    missed: async () => {
      told.push(id);
      marks[id] = (await newsOf(house.database.db, id, 0, house.clock.now())).mark;
    },
  });
  const [leave, leaveQuiet] = [one, quiet].map(({ id }) => conversations.follow(id, page(id)));
  try {
    // Nobody knows yet how it stood when they looked: each looks once.
    await conversations.lookOut();
    expect(told.sort()).toEqual([one.id, quiet.id].sort());
    told.length = 0;
    await conversations.lookOut();
    expect(told).toEqual([]);
    await say(one.code, 'Is somebody there?');
    await conversations.lookOut();
    expect(told).toEqual([one.id]);
    last[one.id] = 1;
    await conversations.lookOut();
    expect(told).toEqual([one.id]);
    await house.asAdvocate('POST', `/v1/signals/${one.id}/accept-chat`, {});
    await conversations.lookOut();
    expect(told, 'somebody took it').toEqual([one.id, one.id]);
    // Twelve minutes with the page open: what was said is still theirs.
    for (let minute = 0; minute < 12; minute++) {
      house.clock.moveTo(new Date(house.clock.now().getTime() + 60_000));
      await conversations.lookOut();
    }
    expect(await afterSequence(one.id)).toBe(0);
    // The page is closed; whoever finds the code after that finds nothing that was said.
    leave!();
    house.clock.moveTo(new Date(house.clock.now().getTime() + 11 * 60_000));
    await conversations.lookOut();
    expect((await house.call('POST', '/v1/chats/open', { code: one.code })).json().messages).toEqual([]);
    expect(await afterSequence(one.id)).toBe(1);
  } finally {
    leaveQuiet!();
    conversations.stop();
  }
});

test('pages that have looked are not asked to look again, and many that must look do so a few at a time', async () => {
  const chats = await Promise.all(Array.from({ length: 12 }, begin));
  const conversations = openConversations(
    { listen: () => () => {}, tell: () => {}, tellOthers: () => {}, stop: async () => {} },
    { db: house.database.db, clock: house.clock, log: { warn: () => {} } as never },
  );
  let [looking, most, looks] = [0, 0, 0];
  const marks: Record<string, string | undefined> = {};
  const look = async (id: string) => {
    most = Math.max(most, ++looking);
    looks++;
    marks[id] = (await newsOf(house.database.db, id, 0, house.clock.now())).mark;
    looking--;
  };
  const leave = chats.map(({ id }) =>
    conversations.follow(id, {
      isPerson: true,
      last: () => 0,
      mark: () => marks[id],
      heard: () => {},
      missed: () => look(id),
    }),
  );
  try {
    await Promise.all(chats.map(({ id }) => look(id)));
    looks = 0;
    await conversations.lookOut();
    expect(looks, 'they have just looked').toBe(0);
    most = 0;
    for (const { code } of chats) await say(code, 'Is somebody there?');
    await conversations.lookOut();
    expect(looks).toBe(chats.length);
    expect(most).toBeLessThanOrEqual(2);
  } finally {
    for (const end of leave) end();
    conversations.stop();
  }
});

test('an open page of staff hears of it when words have reached no page of the person for ten minutes, and no page of the person is taken for having them', async () => {
  const { code, id } = await begin();
  const answer = (text: string) => house.asAdvocate('POST', `/v1/signals/${id}/ask-back`, { text });
  await answer('Are you safe?');
  const told: string[] = [];
  const conversations = openConversations(
    { listen: () => () => {}, tell: () => {}, tellOthers: () => {}, stop: async () => {} },
    { db: house.database.db, clock: house.clock, log: { warn: () => {} } as never },
  );
  const page = (isPerson: boolean, last: number) => {
    let mark: string | undefined;
    return {
      isPerson,
      last: () => last,
      mark: () => mark,
      heard: () => {},
      missed: async () => {
        told.push(isPerson ? 'person' : 'staff');
        mark = (await newsOf(house.database.db, id, 0, house.clock.now())).mark;
      },
    };
  };
  const unshown = async () =>
    (await house.asAdvocate('GET', `/v1/signals/${id}`)).json().chat.unshown as number[];
  const leave = conversations.follow(id, page(true, 1));
  await conversations.lookOut();
  leave();
  const leaveStaff = conversations.follow(id, page(false, 2));
  try {
    await answer('Go to the blue door');
    await conversations.lookOut();
    told.length = 0;
    house.clock.moveTo(new Date(house.clock.now().getTime() + 9 * 60_000));
    await conversations.lookOut();
    expect(told).toEqual([]);
    house.clock.moveTo(new Date(house.clock.now().getTime() + 2 * 60_000));
    await conversations.lookOut();
    expect(told).toEqual(['staff']);
    expect(await unshown()).toEqual([2]);
    // A page says itself from where it goes on: what has not been written is handed to nobody.
    const leaveAgain = conversations.follow(id, page(true, 99));
    await conversations.lookOut();
    leaveAgain();
    await answer('Are you still there?');
    house.clock.moveTo(new Date(house.clock.now().getTime() + 11 * 60_000));
    expect(await unshown()).toEqual([2, 3]);
    await house.call('POST', '/v1/chats/open', { code });
    expect(await unshown()).toEqual([2, 3]);
  } finally {
    leaveStaff();
    conversations.stop();
  }
});
