/** Every way by which words come in, walked once with a mark in each field; then the mark is looked for where it must not be. */
import { administer, colleague } from './administration.ts';
import {
  handleAlerts,
  makeReady,
  moveAndClose,
  placeByApi,
  textNow,
  workByApi,
  workOnPages,
} from './casework.ts';
import { chat } from './chats.ts';
import { text, writeAgain } from './dialogue.ts';
import { breakGlass, keep, obeyCourt, orderOnPage } from './keeping.ts';
import { partner } from './partner.ts';
import { report, type Sent, sendReports } from './reports.ts';
import { nameLeads, passOn, respondByApi, respondOnPages } from './response.ts';
import type { Walk } from './walk.ts';
import { askWrongly } from './wrongly.ts';

/** A mark goes in by every way that the demonstration has. @returns the reports that were worked on, and one whose agency was listed */
export async function goInEveryWay(walk: Walk): Promise<{ byApi: Sent; byPages: Sent; listed: Sent }> {
  const { byApi, byPages, help, spare } = await sendReports(walk);
  await writeAgain(walk, byApi);
  await workByApi(walk, byApi.signalId);
  await workOnPages(walk, byPages.signalId);
  await chat(walk);
  await partner(walk);
  await respondByApi(walk, byApi.signalId);
  await respondOnPages(walk, byPages.signalId);
  const [left, alone, another] = [await report(walk), await report(walk), await report(walk)];
  await makeReady(walk, left.signalId, false);
  await makeReady(walk, alone.signalId, true);
  await nameLeads(walk, { byApi: left.signalId, onPage: alone.signalId });
  await placeByApi(walk, help.signalId);
  await textNow(walk, help.signalId);
  await passOn(walk, spare.signalId, another.signalId);
  await handleAlerts(walk);
  await moveAndClose(walk, { byApi: spare.signalId, byPages: another.signalId });
  await text(walk, await deskNumbers(walk));
  await keep(walk, spare.signalId, another.signalId);
  await orderOnPage(walk, help.signalId);
  await breakGlass(walk, help.signalId);
  await administer(walk, byApi.signalId);
  await obeyCourt(walk, help.signalId, colleague);
  await askWrongly(walk);
  return { byApi, byPages, listed: spare };
}

/** Two telephones of those who were asked to come: what they write is an answer. */
async function deskNumbers(walk: Walk): Promise<string[]> {
  const desks = await walk.given.rows<{ address: string }>(
    `select address from contact where wire = 'sms' and address like '%555%' order by id`,
  );
  const { messages } = (await walk.given.house.call('GET', '/sandbox/messages')).json();
  const reached = new Set(messages.map(({ address }: { address: string }) => address));
  return desks
    .map(({ address }) => address)
    .filter((address) => reached.has(address))
    .slice(0, 2);
}
