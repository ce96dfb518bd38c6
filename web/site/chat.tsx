/**
 * The chat. Without a script it is a form that is sent to say something and to look; with one (public/live.js) it goes on by itself.
 * The code stands in the form and nowhere else: no address, no cookie, nothing kept in the browser.
 */
import type { ReactNode } from 'react';
import { useRouteLoaderData } from 'react-router';
import type { ChatView } from '../../src/signals/index.ts';
import { languageContext, servicesContext } from '../context.ts';
import { type Say, speak, useSpeech } from '../language/words.ts';

import type { loader as rootLoader } from '../root.tsx';
import { Danger, UnderEighteen } from '../ui/danger.tsx';
import { Exit } from '../ui/exit.tsx';
import { useFacts } from '../ui/facts.ts';
import { Button, Choices, Problem, TextArea, TextField } from '../ui/forms.tsx';
import { InEnglish } from '../ui/in-english.tsx';
import { Unprinted } from '../ui/paper.tsx';
import { Dial } from '../ui/said.tsx';
import type { Route } from './+types/chat';

/** The language switch of the frame sends this form: what was written, and the code, go along. */
export const handle = { form: 'chat' };

const codeLimitCharacters = 60;
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
  const given = ['door', 'danger', 'alone', 'ifQuiet', 'text'].flatMap((name) =>
    field(form, name) ? [[name, field(form, name)]] : [],
  );
  return { ...Object.fromEntries(given), language };
}

export async function action({ request, context }: Route.ActionArgs) {
  const services = context.get(servicesContext);
  const form = await request.formData();
  const act = field(form, 'go');
  const key = field(form, 'key').length >= 8 ? field(form, 'key') : crypto.randomUUID();
  const text = field(form, 'text');
  let code = field(form, 'code').slice(0, codeLimitCharacters);
  // What a chat begins with is the report, and the code never shows it: it stands in the page that it was written on.
  const firstWords = act === 'begin' ? text : field(form, 'first');
  const shown = async (problem?: { title: string; detail: string }) => ({
    kind: 'open' as const,
    code,
    firstWords,
    chat: await services.viewChat(code),
    nextKey: crypto.randomUUID(),
    seen: Number(field(form, 'seen')) || 0,
    looked: act === 'look',
    ...(problem ? { problem } : {}),
    ...(problem || act === 'stay' ? { text } : {}),
  });
  const kept = Object.fromEntries([...form.keys()].map((name) => [name, field(form, name)]));
  try {
    if (act === 'stay' && !form.has('seen')) return { kind: 'asked' as const, problem: undefined, kept };
    if (act === 'begin')
      ({ code } = await services.beginChat(beginning(form, context.get(languageContext)), key));
    if (act === 'resume') await services.resumeChat(code);
    if (act === 'say') await services.sayInChat(code, text, key);
    if (act === 'end') {
      await services.leaveChat(code);
      return { kind: 'ended' as const };
    }
    return await shown();
  } catch (error) {
    const problem = services.problemOf(error);
    const said = problemWords(problem.code, speak(context.get(languageContext)).t);
    if (act === 'say' && problem.code !== 'code-not-open') return shown(said);
    // Begun again with other words, it is a chat of its own.
    if (problem.code === 'key-reused') delete kept['key'];
    return { kind: 'asked' as const, problem: said, kept };
  }
}

/** What went wrong, in the person's language. The words of a refusal are for programs. */
function problemWords(code: string, t: Say): { title: string; detail: string } {
  if (code === 'message-empty') return { title: t('chat.empty'), detail: '' };
  if (code === 'message-too-long')
    return { title: t('receipt.tooLong', { limit: 5000 }), detail: t('form.stillHere') };
  if (code === 'code-not-open') return { title: t('receipt.notOpen'), detail: t('receipt.notOpenMore') };
  return { title: t('chat.wrong'), detail: t('chat.wrongMore') };
}

export default function Chat({ loaderData, actionData }: Route.ComponentProps) {
  if (actionData?.kind === 'ended') return <Ended />;
  if (actionData?.kind === 'open')
    return actionData.chat.state === 'ended' ? <Ended unsent={actionData} /> : <Going {...actionData} />;
  return <Beginning {...loaderData} asked={actionData} />;
}

/** @param unsent what was written when the chat had ended already: it goes by the code */
function Ended({ unsent }: { unsent?: Shown }) {
  const { t, at } = useSpeech();
  return (
    <Unprinted>
      <h1>{t('chat.ended')}</h1>
      <Danger />
      <p>{t('chat.endedMore')}</p>
      {unsent?.text ? (
        <form method="post" action={at('/receipt')}>
          <input type="hidden" name="code" value={unsent.code} />
          <input type="hidden" name="key" value={unsent.nextKey} />
          <TextArea name="text" label={t('chat.late')} rows={3} maxLength={5000} value={unsent.text} />
          <Button name="go" value="write">
            {t('chat.sendLate')}
          </Button>
        </form>
      ) : null}
      <p className="actions">
        <a className="usa-button usa-button--outline" href={at('/chat')}>
          {t('chat.again')}
        </a>
        <Exit />
      </p>
    </Unprinted>
  );
}

/** Said where nobody takes chats: when somebody is, and how to reach a person now. */
function Nobody({ hidden }: { hidden: boolean }) {
  const { t } = useSpeech();
  const facts = useFacts();
  return (
    <div className="note" data-chat-nobody="" hidden={hidden}>
      <p>
        <strong>{t('chat.nobody')}</strong>{' '}
        {facts ? (
          <>
            {t('chat.hours', { hours: facts.hours })} {t('chat.phone')} <Dial number={facts.phone} />
          </>
        ) : null}
      </p>
      <p>{t('chat.nobodyMore')}</p>
    </div>
  );
}

const dangers = ['imminent', 'soon', 'not-known', 'none'] as const;
const alones = ['yes', 'no', 'not-said'] as const;

function Beginning({
  door,
  nextKey,
  attended,
  asked,
}: Route.ComponentProps['loaderData'] & {
  asked:
    | { problem: { title: string; detail: string } | undefined; kept: Readonly<Record<string, string>> }
    | undefined;
}) {
  const { t, at } = useSpeech();
  const kept: Readonly<Record<string, string>> = asked?.kept ?? {};
  return (
    <Unprinted>
      <h1>{t('chat.title')}</h1>
      <Danger />
      <UnderEighteen />
      {asked?.problem ? <Problem title={asked.problem.title} detail={asked.problem.detail} /> : null}
      <p>{t('chat.lead')}</p>
      <Nobody hidden={attended} />
      <form method="post" action={at('/chat')} id="chat">
        <input type="hidden" name="key" value={kept['key'] ?? nextKey} />
        <input type="hidden" name="door" value={kept['door'] ?? door} />
        <TextArea
          name="text"
          label={t('chat.first')}
          hint={t('chat.firstHint')}
          rows={3}
          maxLength={5000}
          value={kept['text']}
        />
        <div className="actions">
          <button className="usa-button" type="submit" name="go" value="begin">
            {t('chat.begin')}
          </button>
          <Exit />
        </div>
        <p className="hint">{t('chat.skip')}</p>
        <Choices
          name="danger"
          legend={t('chat.danger')}
          single
          chosen={[kept['danger'] ?? 'not-known']}
          options={dangers.map((code) => [code, t(`chat.dangers.${code}`)])}
        />
        <Choices
          name="alone"
          legend={t('chat.alone')}
          single
          chosen={[kept['alone'] ?? 'not-said']}
          options={alones.map((code) => [code, t(`chat.alones.${code}`)])}
        />
        <TextField
          name="ifQuiet"
          label={t('chat.quiet')}
          hint={t('chat.quietHint')}
          maxLength={500}
          value={kept['ifQuiet']}
        />
        <div className="actions">
          <Button name="go" value="begin">
            {t('chat.begin')}
          </Button>
          <Exit />
        </div>
      </form>
      <details open={kept['code'] !== undefined}>
        <summary>{t('chat.haveCode')}</summary>
        <form method="post" action={at('/chat')}>
          <TextField
            name="code"
            label={t('chat.code')}
            hint={t('chat.codeHint')}
            inputMode="numeric"
            maxLength={codeLimitCharacters}
            value={kept['code']}
            required
          />
          <Button quiet name="go" value="resume">
            {t('chat.goOn')}
          </Button>
        </form>
      </details>
    </Unprinted>
  );
}

function standingWords({ state, before, attended }: ChatView, t: Say): ReactNode {
  if (state === 'live') return t('chat.live');
  // Counted from none: whoever has nobody before them is next.
  const place = before === null ? '' : before === 0 ? t('chat.next') : t('chat.before', { count: before });
  return `${attended ? t('chat.waiting') : t('chat.nobody')} ${place}`;
}

interface Shown {
  readonly code: string;
  /** What it began with, as this page has it. */
  readonly firstWords: string;
  readonly chat: ChatView;
  readonly nextKey: string;
  readonly seen: number;
  readonly looked: boolean;
  readonly problem?: { title: string; detail: string };
  readonly text?: string;
}

const scriptKeys = [
  'waiting',
  'nobody',
  'next',
  'live',
  'you',
  'us',
  'sending',
  'notSent',
  'unsent',
  'lost',
  'refused',
  'endedByUs',
  'ended',
  'endedMore',
] as const;

/** What the script says by itself; everything else stands in the page. A number is filled in there, in the form the language has. */
function scriptWords(t: Say) {
  const forms: Readonly<Record<string, unknown>> = t('chat', {
    returnObjects: true,
    skipInterpolation: true,
  });
  const before = Object.entries(forms).flatMap(([key, words]) =>
    key.startsWith('before_') && typeof words === 'string'
      ? [[key.slice('before_'.length), words.replace('{{count}}', '{count}')]]
      : [],
  );
  return {
    ...Object.fromEntries(scriptKeys.map((key) => [key, t(`chat.${key}`)])),
    before: Object.fromEntries(before) as Readonly<Record<string, string>>,
  };
}

function Going({ code, firstWords, chat, nextKey, seen, looked, problem, text }: Shown) {
  const { t, at } = useSpeech();
  const root = useRouteLoaderData<typeof rootLoader>('root');
  const messages = firstWords
    ? [{ sequence: 1, from: 'you' as const, text: firstWords }, ...chat.messages]
    : chat.messages;
  const fresh = messages.filter(({ from, sequence }) => from === 'us' && sequence > seen).length;
  return (
    <Unprinted>
      <h1>{t('chat.title')}</h1>
      <Danger />
      <p className="note status" role="status" data-chat-status="">
        {standingWords(chat, t)}{' '}
        {looked ? (fresh ? t('chat.newMessages', { count: fresh }) : t('chat.nothingNew')) : null}
      </p>
      <Nobody hidden={chat.attended} />
      <h2>{t('chat.messages')}</h2>
      <div role="log" aria-live="polite" aria-label={t('chat.messages')}>
        <ol className="talk" data-chat-log="">
          {messages.map((message) => (
            <li
              key={message.sequence}
              className={message.from === 'us' ? 'talk__us' : undefined}
              data-sequence={message.sequence}
              dir="auto"
            >
              <strong>{message.from === 'us' ? t('chat.us') : t('chat.you')}</strong>:{' '}
              <span>{message.text}</span>
            </li>
          ))}
        </ol>
      </div>
      <p className="talk__typing" data-chat-typing="" hidden>
        {t('chat.typing')}
      </p>
      {problem ? <Problem title={problem.title} detail={problem.detail} /> : null}
      <form method="post" action={at('/chat')} id="chat" data-chat={JSON.stringify(scriptWords(t))}>
        <input type="hidden" name="code" value={code} />
        <input type="hidden" name="key" value={nextKey} />
        {firstWords ? <input type="hidden" name="first" value={firstWords} /> : null}
        <input type="hidden" name="seen" value={messages.at(-1)?.sequence ?? 0} />
        <TextArea name="text" label={t('chat.write')} rows={3} maxLength={5000} value={text} />
        <div className="actions">
          <Button name="go" value="say">
            {t('chat.send')}
          </Button>
          <Button quiet name="go" value="look">
            {t('chat.look')}
          </Button>
          <Exit />
        </div>
        <p className="hint">{t('chat.endHint')}</p>
        <Button quiet name="go" value="end">
          {t('chat.end')}
        </Button>
      </form>
      <details data-chat-code="">
        <summary>{t('chat.ifClosed')}</summary>
        <p>{t('chat.ifClosedMore')}</p>
        <InEnglish>
          <p>{speak('en').t('chat.ifClosedMore')}</p>
        </InEnglish>
        <p>
          <span className="code" dir="ltr">
            {code}
          </span>
        </p>
      </details>
      <button className="usa-button" type="button" data-chat-clear="" hidden>
        {t('chat.clear')}
      </button>
      <script type="module" src="/live.js" nonce={root?.nonce} />
    </Unprinted>
  );
}
