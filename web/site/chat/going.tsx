/** A chat that goes on: where it stands, what was said, and saying more. With a script public/live.js takes the page from here. */
import type { ReactNode } from 'react';
import { useRouteLoaderData } from 'react-router';
import type { ChatView } from '../../../src/signals/index.ts';
import { type Say, speak, useSpeech } from '../../language/words.ts';
import type { loader as rootLoader } from '../../root.tsx';
import { Danger } from '../../ui/danger.tsx';
import { Exit } from '../../ui/exit.tsx';
import { Button, Problem, TextArea } from '../../ui/forms.tsx';
import { InEnglish } from '../../ui/in-english.tsx';
import { Unprinted } from '../../ui/paper.tsx';
import { Nobody } from './beginning.tsx';

/** What a chat that was opened shows. */
export interface Shown {
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

function standingWords({ state, before, attended, again }: ChatView, t: Say): ReactNode {
  if (state === 'live') return t('chat.live');
  // Counted from none: whoever has nobody before them is next.
  const place = before === null ? '' : before === 0 ? t('chat.next') : t('chat.before', { count: before });
  // That nobody is there stands in a box of its own.
  if (again) return `${t('chat.somebodyElse')} ${place}`;
  return attended ? `${t('chat.waiting')} ${place}` : place;
}

const scriptKeys = [
  'waiting',
  'next',
  'live',
  'somebodyElse',
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
  'again',
  'end',
  'ending',
  'endingMore',
  'notEnded',
  'notEndedMore',
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

export function Going({ code, firstWords, chat, nextKey, seen, looked, problem, text }: Shown) {
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
      {/* Said aloud when it comes, by its own voice: the line above says only the place then. */}
      <div role="status">
        <Nobody hidden={chat.attended} />
        <p className="note" data-chat-missed="" hidden={!chat.missed}>
          {t('chat.missed')}
        </p>
      </div>
      <h2>{t('chat.messages')}</h2>
      <div role="log" aria-live="polite" aria-label={t('chat.messages')}>
        <ol className="talk" data-chat-log="">
          {messages.map((message) => (
            <li
              key={message.sequence}
              className={message.from === 'us' ? 'talk__us' : undefined}
              data-sequence={message.sequence}
            >
              <strong>{message.from === 'us' ? t('chat.us') : t('chat.you')}</strong>:{' '}
              <span dir="auto">{message.text}</span>
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
        <input type="hidden" name="seen" value={messages.at(-1)?.sequence ?? seen} />
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
        <noscript>
          <p className="hint">{t('chat.lookOften')}</p>
        </noscript>
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
