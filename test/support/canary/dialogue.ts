/** What a person does with their code, by the API, on the page and by text, and what is written to them. */
import { advocateId } from '../house.ts';
import { report, type Sent, telephone } from './reports.ts';
import type { Walk } from './walk.ts';

/** @param sent a report whose person writes again */
export async function writeAgain(walk: Walk, sent: Sent): Promise<void> {
  const { words, given } = walk;
  const { code } = sent;
  await walk.api(null, '/v1/dialogue/open', { code });
  await walk.api(null, '/v1/dialogue/messages', { code, text: words('More:'), key: `written-${given.mark}` });
  await walk.api(advocateId, `/v1/signals/${sent.signalId}/ask-back`, {
    text: words('Asked back:'),
    key: `asked-${given.mark}`,
  });
  await walk.wait(1);
  await walk.api(null, '/sandbox/reply', { address: telephone, body: words('Yes,') });
  await walk.wait(1);
  await onThePage(walk, code);
  const gone = await report(walk);
  await walk.api(null, '/v1/dialogue/delete', { code: gone.code });
}

async function onThePage(walk: Walk, code: string): Promise<void> {
  const { words, given } = walk;
  await walk.look(null, `/receipt?code=${given.mark}`);
  await walk.send(null, '/receipt', { code });
  await walk.send(null, '/receipt', { code, go: 'look', text: words('Half a sentence,') });
  await walk.send(null, '/receipt', {
    code,
    go: 'write',
    text: words('On the page:'),
    key: `page-${given.mark}`,
  });
  await walk.send(null, '/receipt', { code, go: 'stay', text: words('Stays,') });
  const gone = await report(walk);
  await walk.send(null, '/receipt', { code: gone.code, go: 'delete', text: words('Deleted with') });
}

/** Texts from telephones that nobody knows, that a desk has, and that ask for something. */
export async function text(walk: Walk, desks: readonly string[]): Promise<void> {
  const { words } = walk;
  for (const body of [words('A first text:'), words('A second:'), 'HELP', 'STOP'])
    await walk.api(null, '/sandbox/reply', { address: '816-555-0176', body });
  for (const address of desks)
    for (const body of [words('From the road:'), 'STOP'])
      await walk.api(null, '/sandbox/reply', { address, body });
  await walk.api(null, `/sandbox/messages?address=${encodeURIComponent('816-555-0176')}`);
  await walk.wait(1);
}

/** The page of the telephones, where the clock can be moved. */
export async function phones(walk: Walk): Promise<void> {
  const address = '816-555-0176';
  await walk.look(null, '/sandbox');
  await walk.send(null, '/sandbox', { do: 'reply', address, body: walk.words('From the page:') });
  await walk.send(null, '/sandbox', { do: 'clock', seconds: '30' });
}
