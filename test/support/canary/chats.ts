/** Chats: both sides of one by the API, and of one by the pages. */
import { advocateId, supervisorId } from '../house.ts';
import type { Walk } from './walk.ts';

interface Begun {
  readonly code: string;
  readonly signalId: string;
}

export async function chat(walk: Walk): Promise<void> {
  await byApi(walk);
  await byPages(walk);
}

async function byApi(walk: Walk): Promise<void> {
  const { words, given } = walk;
  await walk.api(advocateId, '/v1/floor/presence', { state: 'on-floor', capacity: 3 });
  await walk.api(supervisorId, '/v1/floor/presence', { state: 'on-floor', capacity: 3 });
  await walk.wait(1);
  const { code } = await walk.api(
    null,
    '/v1/chats',
    {
      door: 'help',
      danger: 'soon',
      alone: 'no',
      ifQuiet: words('If quiet,'),
      codeWord: words('Plover'),
      text: words('The chat begins,'),
    },
    { 'idempotency-key': `chat-${given.mark}` },
  );
  const signalId = await walk.newest('signal');
  const staff = (verb: string, body: object = {}, who = advocateId) =>
    walk.api(who, `/v1/signals/${signalId}/${verb}`, body);
  await walk.wait(1);
  await walk.api(advocateId, '/v1/floor');
  await walk.ask('POST', `/v1/signals/${signalId}/pass-chat`, {}, { 'alight-actor': supervisorId });
  await staff('accept-chat');
  await walk.api(null, '/v1/chats/typing', { code });
  await walk.api(null, '/v1/chats/messages', {
    code,
    text: words('In the chat:'),
    key: `said-${given.mark}`,
  });
  await staff('typing');
  await staff('ask-back', { text: words('Answered:'), key: `answer-${given.mark}` });
  await walk.api(null, '/v1/chats/open', { code, after: 0 });
  await walk.api(null, '/v1/chats/resume', { code });
  await staff('hand-over-chat', { note: words('Mind that'), toStaffId: supervisorId });
  await walk.wait(1);
  await walk.look(supervisorId, '/console');
  await staff('accept-chat', {}, supervisorId);
  await staff('end-chat', {}, supervisorId);
  await walk.api(null, '/v1/chats/end', { code });
  await walk.api(null, '/v1/chats/follow', { code, after: 0 });
}

/** What stands in the field of the code on a page of a chat. */
const codeIn = (html: string): string => /name="code" value="([^"]+)"/.exec(html)![1]!;

async function begin(walk: Walk): Promise<Begun> {
  const { words, given } = walk;
  await walk.wait(1);
  await walk.look(null, `/chat?door=help&from=${given.mark}`);
  const opening = {
    door: 'help',
    danger: 'soon',
    alone: 'no',
    ifQuiet: words('On the page, if quiet,'),
    codeWord: words('Wren'),
    text: words('The page begins,'),
    key: `chat-page-${given.mark}`,
  };
  await walk.send(null, '/chat', { ...opening, go: 'stay' });
  const { body } = await walk.send(null, '/chat', { ...opening, go: 'begin' });
  return { code: codeIn(body), signalId: await walk.newest('signal') };
}

async function byPages(walk: Walk): Promise<void> {
  const { words, given } = walk;
  await walk.send(advocateId, '/console', { do: 'leave-floor' });
  await walk.send(advocateId, '/console', { do: 'come-to-floor', capacity: '3' });
  const { code, signalId } = await begin(walk);
  const here = `/console/signals/${signalId}`;
  await walk.wait(1);
  await walk.look(advocateId, '/console');
  await walk.send(advocateId, here, { do: 'accept-chat' });
  await walk.look(advocateId, here);
  const mine = { code, seen: '0', first: words('Said first') };
  await walk.send(null, '/chat', {
    ...mine,
    go: 'say',
    text: words('Said on the page:'),
    key: `s-${given.mark}`,
  });
  await walk.send(advocateId, here, { do: 'ask', text: words('Answered on the page:') });
  for (const go of ['look', 'stay', 'enter', 'resume'])
    await walk.send(null, '/chat', { ...mine, go, text: words('Not sent yet,') });
  await walk.send(advocateId, here, {
    do: 'hand-over',
    note: words('On the page, mind'),
    toStaffId: supervisorId,
  });
  await walk.look(supervisorId, here);
  await walk.send(supervisorId, here, { do: 'accept-chat' });
  await walk.send(supervisorId, here, { do: 'end-chat' });
  await walk.send(null, '/chat', { ...mine, go: 'look' });
  await walk.send(null, '/chat', { ...mine, go: 'end', text: words('Ended with') });
  await walk.send(advocateId, '/console', { do: 'take-ten' });
  await walk.send(advocateId, '/console', { do: 'come-to-floor', capacity: '3' });
}
