/** What was said, in its order; and what of it never reached a page of the person. */
import type { SignalForStaff } from '../../src/hotline/index.ts';
import { useTimes } from './times.tsx';

export type Message = SignalForStaff['messages'][number];

export function Lines({
  messages,
  unsent,
  folded,
  unshown,
}: {
  messages: readonly Message[];
  unsent: readonly { readonly key: string; readonly text: string }[];
  folded: boolean;
  unshown: readonly number[];
}) {
  const times = useTimes();
  if (messages.length + unsent.length === 0) return <p className="hint">No messages yet.</p>;
  const list = (
    <ul className="talk">
      {messages.map((message) => (
        <li key={message.sequence} className={message.from === 'advocate' ? 'talk__us' : undefined}>
          <strong>{message.from === 'advocate' ? 'We' : 'They'}</strong>:{' '}
          <span dir="auto">{message.text}</span>{' '}
          <time className="hint--beside hint" dateTime={new Date(message.at).toISOString()}>
            {times.at(message.at)}
          </time>
          {unshown.includes(message.sequence) ? (
            <strong className="talk__unshown">Not shown to them: they were away.</strong>
          ) : null}
        </li>
      ))}
      {unsent.map(({ key, text }) => (
        <li key={key} className="talk__us">
          <strong>We</strong>: <span dir="auto">{text}</span> <em>Sending…</em>
        </li>
      ))}
    </ul>
  );
  return folded ? (
    <details>
      <summary>What was said ({messages.length}). It may be hard to read. Open when you are ready.</summary>
      {list}
    </details>
  ) : (
    <div role="log" aria-live="polite" aria-label="Messages">
      {list}
    </div>
  );
}

/** What can be done about words that were not shown. That others were handed to a page is all that is known of them. */
export function Unshown({
  count,
  going,
  hasSafeWay,
}: {
  count: number;
  going: boolean;
  hasSafeWay: boolean;
}) {
  // There before it has anything to say: a region that comes with its words is not read out.
  return (
    <div role="status">
      {count === 0 ? null : (
        <p className="note">
          <strong>
            {count === 1 ? 'One message was' : `${count} messages were`} not shown to them: they were away.
          </strong>{' '}
          {going
            ? 'It is not shown any more, in case somebody else has found their chat. Write it again when they are back.'
            : 'The chat has ended. What you ask now they see with their code.'}{' '}
          {hasSafeWay ? 'If it cannot wait, use the safe way that they agreed to. ' : ''}
          The other messages reached a page of theirs; that does not say that they were read.
        </p>
      )}
    </div>
  );
}
