/**
 * The conversation with the person, whatever channel it goes by, and the chat that may go on in it. Where a script runs it goes on by
 * itself and is answered without leaving the page; without one it is the form that it was.
 */
import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { ChatForStaff, SignalForStaff } from '../../src/hotline/index.ts';
import { languageName } from '../../src/signals/core/index.ts';
import { Button, TextArea, TextField } from '../ui/forms.tsx';
import type { Floor } from './acting.ts';
import type { formOf } from './kept.ts';
import { Lines, type Message, Unshown } from './lines.tsx';
import { type Reach, ReachNotes, SafeTime } from './reach.tsx';
import { Section } from './section.tsx';

const retryMilliseconds = 1_500;
const typingMilliseconds = 5_000;
const tellTypingMilliseconds = 3_000;

type Signal = Pick<SignalForStaff, 'id' | 'channel' | 'messages' | 'chat' | 'language' | 'state'> & Reach;

/** Puts in what is new by its number; what came twice stands once. */
const withNew = (messages: readonly Message[], one: Message): readonly Message[] =>
  messages.some(({ sequence }) => sequence === one.sequence)
    ? messages
    : [...messages, one].sort((a, b) => a.sequence - b.sequence);

/** Follows the conversation; after a break it goes on from the last number. */
function useConversation(first: Signal, actor: string) {
  const [messages, setMessages] = useState<readonly Message[]>(first.messages);
  const [chat, setChat] = useState<ChatForStaff | null>(first.chat);
  const [isTyping, setTyping] = useState(false);
  const [down, setDown] = useState(false);
  useEffect(() => {
    let last = first.messages.at(-1)?.sequence ?? 0;
    let source: EventSource | undefined;
    let again: ReturnType<typeof setTimeout> | undefined;
    let typing: ReturnType<typeof setTimeout> | undefined;
    setMessages(first.messages);
    setChat(first.chat);
    const follow = () => {
      source = new EventSource(`/v1/signals/${first.id}/conversation?actor=${actor}&after=${last}`);
      source.addEventListener('open', () => setDown(false));
      source.addEventListener('message', (event) => {
        const message = JSON.parse(event.data) as Message;
        last = Math.max(last, message.sequence);
        if (message.from === 'signaler') setTyping(false);
        setMessages((before) => withNew(before, message));
      });
      source.addEventListener('chat', (event) => setChat(JSON.parse(event.data) as ChatForStaff | null));
      source.addEventListener('typing', () => {
        setTyping(true);
        clearTimeout(typing);
        typing = setTimeout(() => setTyping(false), typingMilliseconds);
      });
      source.addEventListener('error', () => {
        source?.close();
        setDown(true);
        again = setTimeout(follow, retryMilliseconds);
      });
    };
    follow();
    return () => {
      clearTimeout(again);
      clearTimeout(typing);
      source?.close();
    };
  }, [first, actor]);
  return { messages, chat, isTyping, down };
}

interface Unsent {
  readonly key: string;
  readonly text: string;
}

/** Sends from the page, one after the other, each under its own key until it is known to be on disk. */
function useSending(signalId: string, actor: string) {
  const [unsent, setUnsent] = useState<readonly Unsent[]>([]);
  const [refusal, setRefusal] = useState<{ title: string; detail: string; text: string }>();
  const busy = useRef(false);
  useEffect(() => {
    const [one] = unsent;
    if (!one || busy.current) return;
    busy.current = true;
    const done = () => {
      busy.current = false;
      setUnsent((rest) => rest.filter(({ key }) => key !== one.key));
    };
    const attempt = async (): Promise<void> => {
      const answer = await fetch(`/v1/signals/${signalId}/ask-back`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'alight-actor': actor },
        body: JSON.stringify({ text: one.text, key: one.key }),
      }).catch(() => undefined);
      if (answer?.ok) return done();
      if (answer && answer.status < 500) {
        const problem = (await answer.json().catch(() => ({}))) as { title?: string; detail?: string };
        setRefusal({ title: problem.title ?? 'Not sent', detail: problem.detail ?? '', text: one.text });
        return done();
      }
      await new Promise((resolve) => setTimeout(resolve, retryMilliseconds));
      return attempt();
    };
    void attempt();
  }, [unsent, signalId, actor]);
  const send = (text: string) => {
    setRefusal(undefined);
    setUnsent((rest) => [...rest, { key: crypto.randomUUID(), text }]);
  };
  return { unsent, refusal, send };
}

export function Conversation({
  signal,
  floor,
  to,
  sent,
  next,
  readOut,
}: {
  signal: Signal;
  floor: Floor;
  to: string;
  sent: ReturnType<typeof formOf>;
  next: boolean;
  /** Their code, asked for to be read out. */
  readOut: string | undefined;
}) {
  const { messages, chat, isTyping, down } = useConversation(signal, floor.me.id);
  const { unsent, refusal, send } = useSending(signal.id, floor.me.id);
  const toldTyping = useRef(0);
  const going = chat !== null && chat.state !== 'ended';
  const closed = signal.state === 'closed';
  const submit = (event: FormEvent<HTMLFormElement>) => {
    const field = event.currentTarget.elements.namedItem('text');
    if (!going || !(field instanceof HTMLTextAreaElement)) return;
    event.preventDefault();
    if (!field.value.trim()) return field.focus();
    send(field.value.trim());
    field.value = '';
    field.focus();
  };
  const typed = () => {
    if (!going || Date.now() - toldTyping.current < tellTypingMilliseconds) return;
    toldTyping.current = Date.now();
    fetch(`/v1/signals/${signal.id}/typing`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'alight-actor': floor.me.id },
      body: '{}',
    }).catch(() => {});
  };
  return (
    <Section id="conversation" number={2} title="Conversation" problem={sent.problem} floor={floor}>
      {chat ? <TheChat chat={chat} floor={floor} to={to} /> : null}
      <p className="hint">
        Language: <strong>{languageName(signal.language)}</strong>
      </p>
      <Lines
        messages={messages}
        unsent={unsent}
        folded={chat?.state === 'ended'}
        unshown={chat?.unshown ?? []}
      />
      <Unshown count={chat?.unshown.length ?? 0} going={going} hasSafeWay={signal.safeContact === 'kept'} />
      <p role="status" className="hint">
        {isTyping ? 'They are writing…' : ''}
        {down ? ' Not up to date: the line is down. We keep trying.' : ''}
      </p>
      {messages.some(({ byText }) => byText) ? (
        <p className="hint">Some of it came as a text. Whoever holds the code does not see that.</p>
      ) : null}
      <ReachNotes signal={signal} />
      <SafeTime signal={signal} floor={floor} to={to} sent={sent} />
      {refusal ? (
        <p className="note note--danger" role="alert">
          <strong>{refusal.title}.</strong> {refusal.detail} Your words: “{refusal.text}”
        </p>
      ) : null}
      {closed ? null : (
        <form method="post" action={`${to}#conversation`} onSubmit={submit} onInput={typed}>
          <TextArea
            {...sent.field('text')}
            label={going ? 'Write to the person' : 'Ask the person who reported'}
            hint={
              going && !signal.answeredByTextUntil
                ? 'They may read it at once. Somebody may look over their shoulder: name nothing.'
                : 'They see it with their code. Do not repeat what they wrote, and name nothing.'
            }
            rows={2}
          />
          <Button quiet={!next && !going} name="do" value="ask">
            {going ? 'Send' : 'Ask back'}
          </Button>
        </form>
      )}
      <ReadOut signal={signal} to={to} code={readOut} />
      {signal.codeElsewhere ? null : (
        <details>
          <summary>Code may be in other hands</summary>
          <form method="post" action={`${to}#conversation`}>
            <p>
              From now on whoever opens the code sees neutral words only, and no text goes out that a message
              waits. It cannot be undone here.
            </p>
            <Button quiet name="do" value="elsewhere">
              Turn replies neutral
            </Button>
          </form>
        </details>
      )}
    </Section>
  );
}

/** The code of whoever began with a text goes by no text: it is told to them on the telephone. */
function ReadOut({ signal, to, code }: { signal: Signal; to: string; code: string | undefined }) {
  if (code)
    return (
      <div className="note" role="status">
        <p>
          <strong>Their code, to be read out:</strong> <span className="code">{code}</span>
        </p>
        <p>
          Read four digits at a time and let them say it back. With it they go on by chat, under “Chat” and “I
          have a code already”. Tell them not to keep it where somebody checks their things. Do not write it
          down, and send it by no text or mail.
        </p>
      </div>
    );
  if (signal.channel !== 'text' || signal.codeRevoked || signal.codeElsewhere) return null;
  return (
    <details>
      <summary>They want to go on by chat</summary>
      <form method="post" action={`${to}#conversation`}>
        <p>
          They began with a text and have no code: none goes by text. While you speak with them on the
          telephone you can read it out. Make sure that it is them, and that they can talk. It is on record
          that you looked.
        </p>
        <Button quiet name="do" value="read-out">
          Show their code
        </Button>
      </form>
    </details>
  );
}

const states = {
  waiting: 'They wait in a chat; nobody has taken it.',
  offered: 'They wait in a chat; it is offered to',
  live: 'In a chat with',
  ended: 'The chat has ended.',
} as const;
const alones = { yes: 'They are alone.', no: 'They are not alone.', 'not-said': '' } as const;

/** Where the chat stands, what they asked for when they go quiet, and what can be done with it. */
function TheChat({ chat, floor, to }: { chat: ChatForStaff; floor: Floor; to: string }) {
  const going = chat.state !== 'ended';
  const mine = chat.staffId === floor.me.id;
  const who = chat.staffId ? (mine ? 'you' : (chat.staffName ?? 'somebody')) : '';
  const others = floor.chats?.others ?? [];
  return (
    <div className="note chat">
      <p>
        <strong>
          {states[chat.state]} {who}
          {who ? '.' : ''}
        </strong>{' '}
        {going ? alones[chat.alone] : ''}
      </p>
      {going && chat.ifQuiet ? (
        <p>
          If they go quiet: <span className="as-written">{chat.ifQuiet}</span>
        </p>
      ) : going ? (
        <p className="hint">If they go quiet: wait. Silence alone never sends police.</p>
      ) : null}
      {going && chat.isUnanswered && !mine ? (
        <p>
          <strong>What they wrote last has stood without an answer for 3 minutes.</strong> If {who} is not
          there, take the chat over: they were told that somebody is with them.
        </p>
      ) : null}
      {mine && chat.state === 'live' ? (
        <noscript>
          <p className="hint">
            Without a script this page does not go on by itself. Load it again every minute: after two minutes
            without a sign of you the chat goes to somebody else.
          </p>
        </noscript>
      ) : null}
      {going && chat.handOverNote ? (
        <p>
          Handed over with: <span className="as-written">{chat.handOverNote}</span>
        </p>
      ) : null}
      {going ? (
        <div className="actions">
          {chat.state === 'live' &&
          (mine || !(floor.me.role === 'supervisor' || chat.isUnanswered)) ? null : (
            <form method="post" action={`${to}#conversation`}>
              <button className="small" name="do" value="accept-chat" type="submit">
                {chat.state === 'live' ? `Take it over from ${who}` : 'Take it'}
              </button>
            </form>
          )}
          <form method="post" action={`${to}#conversation`}>
            <button className="small" name="do" value="end-chat" type="submit">
              End the chat
            </button>
          </form>
        </div>
      ) : null}
      {going && mine && chat.state === 'live' ? (
        <details>
          <summary>Hand it over</summary>
          <form method="post" action={`${to}#conversation`}>
            <TextField name="note" label="What should the next person know?" maxLength={2000} />
            <label>
              To{' '}
              <select name="toStaffId" defaultValue="">
                <option value="">whoever has room</option>
                {others.map(({ staffId, name }) => (
                  <option key={staffId} value={staffId}>
                    {name}
                  </option>
                ))}
              </select>
            </label>{' '}
            <button className="small" name="do" value="hand-over" type="submit">
              Hand it over
            </button>
          </form>
        </details>
      ) : null}
    </div>
  );
}
