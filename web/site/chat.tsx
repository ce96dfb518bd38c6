/**
 * The chat. Without a script it is a form that is sent to say something and to look; with one (public/live.js) it goes on by itself.
 * The code stands in the form and nowhere else: no address, no cookie, nothing kept in the browser.
 */
import type { ReactNode } from 'react';
import { useRouteLoaderData } from 'react-router';
import type { ChatView } from '../../src/signals/index.ts';
import { languageContext, servicesContext } from '../context.ts';
import { useSpeech } from '../language/words.ts';
import type { loader as rootLoader } from '../root.tsx';
import { Danger, UnderEighteen } from '../ui/danger.tsx';
import { Exit } from '../ui/exit.tsx';
import { useFacts } from '../ui/facts.ts';
import { Button, Choices, Problem, TextArea, TextField } from '../ui/forms.tsx';
import { Unprinted } from '../ui/paper.tsx';
import { Dial } from '../ui/said.tsx';
import type { Route } from './+types/chat';
import { counted, chatWords as words } from './chat-words.ts';

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
    if (act === 'say' && problem.code !== 'code-not-open') return shown(problem);
    // Begun again with other words, it is a chat of its own.
    if (problem.code === 'key-reused') delete kept['key'];
    return { kind: 'asked' as const, problem, kept };
  }
}

export default function Chat({ loaderData, actionData }: Route.ComponentProps) {
  if (actionData?.kind === 'ended') return <Ended />;
  if (actionData?.kind === 'open')
    return actionData.chat.state === 'ended' ? <Ended unsent={actionData} /> : <Going {...actionData} />;
  return <Beginning {...loaderData} asked={actionData} />;
}

/** @param unsent what was written when the chat had ended already: it goes by the code */
function Ended({ unsent }: { unsent?: Shown }) {
  const { at } = useSpeech();
  return (
    <Unprinted>
      <h1>{words.ended}</h1>
      <Danger />
      <p>{words.endedMore}</p>
      {unsent?.text ? (
        <form method="post" action={at('/receipt')}>
          <input type="hidden" name="code" value={unsent.code} />
          <input type="hidden" name="key" value={unsent.nextKey} />
          <TextArea name="text" label={words.late} rows={3} maxLength={5000} value={unsent.text} />
          <Button name="go" value="write">
            {words.sendLate}
          </Button>
        </form>
      ) : null}
      <p className="actions">
        <a className="usa-button usa-button--outline" href={at('/chat')}>
          {words.again}
        </a>
        <Exit />
      </p>
    </Unprinted>
  );
}

/** Said where nobody takes chats: when somebody is, and how to reach a person now. */
function Nobody({ hidden }: { hidden: boolean }) {
  const facts = useFacts();
  return (
    <div className="note" data-chat-nobody="" hidden={hidden}>
      <p>
        <strong>{words.nobody}</strong>{' '}
        {facts ? (
          <>
            {words.hours.replace('{hours}', facts.hours)} {words.phone} <Dial number={facts.phone} />
          </>
        ) : null}
      </p>
      <p>{words.nobodyMore}</p>
    </div>
  );
}

const options = <Code extends string>(choices: Readonly<Record<Code, string>>) =>
  Object.entries(choices) as [Code, string][];

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
  const { at } = useSpeech();
  const kept: Readonly<Record<string, string>> = asked?.kept ?? {};
  return (
    <Unprinted>
      <h1>{words.title}</h1>
      <Danger />
      <UnderEighteen />
      {asked?.problem ? <Problem title={asked.problem.title} detail={asked.problem.detail} /> : null}
      <p>{words.lead}</p>
      <Nobody hidden={attended} />
      <form method="post" action={at('/chat')} id="chat">
        <input type="hidden" name="key" value={kept['key'] ?? nextKey} />
        <input type="hidden" name="door" value={kept['door'] ?? door} />
        <TextArea
          name="text"
          label={words.first}
          hint={words.firstHint}
          rows={3}
          maxLength={5000}
          value={kept['text']}
        />
        <div className="actions">
          <button className="usa-button" type="submit" name="go" value="begin">
            {words.begin}
          </button>
          <Exit />
        </div>
        <p className="hint">{words.skip}</p>
        <Choices
          name="danger"
          legend={words.danger}
          single
          chosen={[kept['danger'] ?? 'not-known']}
          options={options(words.dangers)}
        />
        <Choices
          name="alone"
          legend={words.alone}
          single
          chosen={[kept['alone'] ?? 'not-said']}
          options={options(words.alones)}
        />
        <TextField
          name="ifQuiet"
          label={words.quiet}
          hint={words.quietHint}
          maxLength={500}
          value={kept['ifQuiet']}
        />
        <div className="actions">
          <Button name="go" value="begin">
            {words.begin}
          </Button>
          <Exit />
        </div>
      </form>
      <details open={kept['code'] !== undefined}>
        <summary>{words.haveCode}</summary>
        <form method="post" action={at('/chat')}>
          <TextField
            name="code"
            label={words.code}
            hint={words.codeHint}
            inputMode="numeric"
            maxLength={codeLimitCharacters}
            value={kept['code']}
            required
          />
          <Button quiet name="go" value="resume">
            {words.goOn}
          </Button>
        </form>
      </details>
    </Unprinted>
  );
}

/** How many are before somebody; also said by the script. */
const placeWords = (before: number): string => (before === 0 ? words.next : counted(words.before, before));

function standingWords({ state, before, attended }: ChatView): ReactNode {
  if (state === 'live') return words.live;
  return `${attended ? words.waiting : words.nobody} ${before === null ? '' : placeWords(before)}`;
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

/** What the script says by itself; everything else stands in the page. */
const scriptWords = {
  waiting: words.waiting,
  nobody: words.nobody,
  next: words.next,
  before: words.before,
  live: words.live,
  you: words.you,
  us: words.us,
  sending: words.sending,
  notSent: words.notSent,
  unsent: words.unsent,
  lost: words.lost,
  refused: words.refused,
  endedByUs: words.endedByUs,
  ended: words.ended,
  endedMore: words.endedMore,
};

function Going({ code, firstWords, chat, nextKey, seen, looked, problem, text }: Shown) {
  const { at, language } = useSpeech();
  const root = useRouteLoaderData<typeof rootLoader>('root');
  const messages = firstWords
    ? [{ sequence: 1, from: 'you' as const, text: firstWords }, ...chat.messages]
    : chat.messages;
  const fresh = messages.filter(({ from, sequence }) => from === 'us' && sequence > seen).length;
  return (
    <Unprinted>
      <h1>{words.title}</h1>
      <Danger />
      <p className="note status" role="status" data-chat-status="">
        {standingWords(chat)}{' '}
        {looked ? (fresh ? counted(words.newMessages, fresh, language) : words.nothingNew) : null}
      </p>
      <Nobody hidden={chat.attended} />
      <h2>{words.messages}</h2>
      <div role="log" aria-live="polite" aria-label={words.messages}>
        <ol className="talk" data-chat-log="">
          {messages.map((message) => (
            <li
              key={message.sequence}
              className={message.from === 'us' ? 'talk__us' : undefined}
              data-sequence={message.sequence}
              dir="auto"
            >
              <strong>{message.from === 'us' ? words.us : words.you}</strong>: <span>{message.text}</span>
            </li>
          ))}
        </ol>
      </div>
      <p className="talk__typing" data-chat-typing="" hidden>
        {words.typing}
      </p>
      {problem ? <Problem title={problem.title} detail={problem.detail} /> : null}
      <form method="post" action={at('/chat')} id="chat" data-chat={JSON.stringify(scriptWords)}>
        <input type="hidden" name="code" value={code} />
        <input type="hidden" name="key" value={nextKey} />
        {firstWords ? <input type="hidden" name="first" value={firstWords} /> : null}
        <input type="hidden" name="seen" value={messages.at(-1)?.sequence ?? 0} />
        <TextArea name="text" label={words.write} rows={3} maxLength={5000} value={text} />
        <div className="actions">
          <Button name="go" value="say">
            {words.send}
          </Button>
          <Button quiet name="go" value="look">
            {words.look}
          </Button>
          <Exit />
        </div>
        <p className="hint">{words.endHint}</p>
        <Button quiet name="go" value="end">
          {words.end}
        </Button>
      </form>
      <details data-chat-code="">
        <summary>{words.ifClosed}</summary>
        <p>{words.ifClosedMore}</p>
        <p>
          <span className="code">{code}</span>
        </p>
      </details>
      <button className="usa-button" type="button" data-chat-clear="" hidden>
        {words.clear}
      </button>
      <script type="module" src="/live.js" nonce={root?.nonce} />
    </Unprinted>
  );
}
