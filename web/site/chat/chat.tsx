/**
 * The chat. Without a script it is a form that is sent to say something and to look; with one (public/live.js) it goes on by itself.
 * The code stands in the form and nowhere else: no address, no cookie, nothing kept in the browser.
 */
import type { Services } from '../../../src/main/serving/services.ts';
import { publicLanguages } from '../../../src/signals/core/index.ts';
import { languageContext, servicesContext, switchContext } from '../../context.ts';
import { type Say, speak } from '../../language/words.ts';
import { notOpenWords } from '../slip.ts';
import type { Route } from './+types/chat';
import { Beginning } from './beginning.tsx';
import { Ended } from './ended.tsx';
import { Going } from './going.tsx';

/** The language switch of the frame sends this form: what was written, and the code, go along. */
export const handle = { form: 'chat' };

const codeLimitCharacters = 60;
/** No number of a message is greater. */
const sequenceLimit = 2 ** 31 - 1;
const doors = ['help', 'tip', 'professional', 'unsure'] as const;

export async function loader({ request, context }: Route.LoaderArgs) {
  const asked = new URL(request.url).searchParams.get('door');
  return {
    door: doors.find((known) => known === asked) ?? 'help',
    nextKey: crypto.randomUUID(),
    // Whether somebody is there is a help to know; where it cannot be asked, the form is whole without it.
    attended: await context
      .get(servicesContext)
      .chatAttended()
      .catch(() => true),
  };
}

const field = (form: FormData, name: string): string => String(form.get(name) ?? '').trim();

/** What the form says, as the API takes it; what was skipped is left out. */
function beginning(form: FormData, language: string) {
  const given = ['door', 'danger', 'alone', 'ifQuiet', 'codeWord', 'text'].flatMap((name) =>
    field(form, name) ? [[name, field(form, name)]] : [],
  );
  return { ...Object.fromEntries(given), language };
}

/**
 * The chat as it is shown: of one that staff ended, what they said after the last number that this page has. Where what was written could
 * not be sent and nothing can be looked up either, an empty one, so that the words stay in their field.
 */
async function seenChat(services: Services, code: string, seen: number, hasProblem: boolean) {
  try {
    const chat = await services.viewChat(code, { has: seen });
    return chat.state === 'ended' && seen > 0 ? await services.viewChat(code, { after: seen }) : chat;
  } catch (error) {
    if (!hasProblem || services.problemOf(error).code === 'code-not-open') throw error;
    return {
      state: 'waiting' as const,
      before: null,
      attended: true,
      again: false,
      missed: false,
      messages: [],
    };
  }
}

/** What the page of a chat's beginning asks, and shows again. A form may hold thousands of other names: they go no further. */
const keptFields = ['key', 'door', 'text', 'danger', 'alone', 'ifQuiet', 'codeWord', 'code'] as const;

export async function action({ request, context }: Route.ActionArgs) {
  const services = context.get(servicesContext);
  const form = await request.formData();
  const pressed = field(form, 'go');
  // The Enter key in a field: there is one before a chat begins, and none afterwards.
  const act = pressed !== 'enter' ? pressed : form.has('seen') ? 'look' : 'begin';
  const key = field(form, 'key').length >= 8 ? field(form, 'key') : crypto.randomUUID();
  const text = field(form, 'text');
  let code = field(form, 'code').slice(0, codeLimitCharacters);
  // What a chat begins with is the report, and the code never shows it: it stands in the page that it was written on.
  const seen = Math.min(sequenceLimit, Math.max(0, Math.trunc(Number(field(form, 'seen'))) || 0));
  const firstWords = act === 'begin' ? text : field(form, 'first');
  const shown = async (problem?: { title: string; detail: string }) => {
    const chat = await seenChat(services, code, seen, problem !== undefined);
    // Whatever else was pressed, what is being written stays.
    const kept = problem || !['begin', 'say'].includes(act) ? { text } : {};
    // Ended, there is a form only where something was written that has not been sent.
    if (chat.state === 'ended' && !kept.text) context.set(switchContext, 'links');
    return {
      kind: 'open' as const,
      code,
      firstWords,
      chat,
      nextKey: crypto.randomUUID(),
      seen,
      looked: act === 'look',
      ...(problem ? { problem } : {}),
      ...kept,
    };
  };
  const kept: Record<string, string> = Object.fromEntries(
    keptFields.flatMap((name) => (form.has(name) ? [[name, field(form, name)]] : [])),
  );
  try {
    if (act === 'stay' && !form.has('seen')) return { kind: 'asked' as const, problem: undefined, kept };
    if (act === 'begin')
      ({ code } = await services.beginChat(
        beginning(form, publicLanguages[context.get(languageContext)].tag),
        key,
      ));
    if (act === 'resume')
      await services.resumeChat(code, seen, publicLanguages[context.get(languageContext)].tag);
    if (act === 'say') await services.sayInChat(code, text, key, seen);
    if (act === 'end') {
      await services.leaveChat(code);
      context.set(switchContext, 'links');
      return { kind: 'ended' as const };
    }
    return await shown();
  } catch (error) {
    const problem = services.problemOf(error);
    const said = problemWords(problem.code, speak(context.get(languageContext)).t, code);
    // Words that are none, with a code that opens nothing: there is no chat to show them in.
    if (act === 'say' && problem.code !== 'code-not-open') {
      const open = await shown(said).catch((failed: unknown) => {
        if (services.problemOf(failed).code !== 'code-not-open') throw failed;
      });
      if (open) return open;
    }
    // Begun again with other words, it is a chat of its own.
    if (problem.code === 'key-reused') delete kept['key'];
    return { kind: 'asked' as const, problem: said, kept };
  }
}

/** What went wrong, in the person's language. The words of a refusal are for programs. */
function problemWords(code: string, t: Say, typed: string): { title: string; detail: string } {
  if (code === 'message-empty') return { title: t('chat.empty'), detail: '' };
  if (code === 'message-too-long')
    return { title: t('receipt.tooLong', { limit: 5000 }), detail: t('form.stillHere') };
  if (code === 'code-not-open') return notOpenWords(typed, t);
  return { title: t('chat.wrong'), detail: t('chat.wrongMore') };
}

export default function Chat({ loaderData, actionData }: Route.ComponentProps) {
  if (actionData?.kind === 'ended') return <Ended />;
  if (actionData?.kind === 'open')
    return actionData.chat.state === 'ended' ? <Ended last={actionData} /> : <Going {...actionData} />;
  return <Beginning {...loaderData} asked={actionData} />;
}
