/** The pieces that the staff pages are made of; `/gallery` shows them all. */
import type { ReactNode } from 'react';
import { clockTime, dangerSigns, dangerWords, percent } from './words.ts';

/** Danger by shape, word and colour, never by colour alone. */
export function DangerTag({ danger }: { danger: keyof typeof dangerWords }) {
  return (
    <span className={`tag tag--${danger}`}>
      <span aria-hidden="true">{dangerSigns[danger]} </span>
      {dangerWords[danger]}
    </span>
  );
}

export function Panel({ title, id, children }: { title: string; id?: string; children: ReactNode }) {
  return (
    <section className="panel" id={id}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

/** A share as a bar, with its number beside it. */
export function Bar({ share, label }: { share: number; label: string }) {
  const width = Math.max(1, Math.round(share * 88));
  return (
    <span>
      <svg width="90" height="14" viewBox="0 0 90 14" role="img" aria-label={`${label}: ${percent(share)}`}>
        <rect x="0.5" y="0.5" width="89" height="13" fill="none" stroke="currentColor" opacity=".4" />
        <rect x="1" y="1" width={width} height="12" fill="currentColor" opacity=".75" />
      </svg>{' '}
      {percent(share)}
    </span>
  );
}

export interface Line {
  readonly sequence: number;
  readonly at: Date | string;
  readonly who: string;
  readonly what: string;
}

export function Timeline({ lines }: { lines: readonly Line[] }) {
  if (lines.length === 0) return <p className="hint">Nothing has happened yet.</p>;
  return (
    <ol className="timeline">
      {lines.map((line) => (
        <li key={line.sequence}>
          <time dateTime={new Date(line.at).toISOString()}>{clockTime(line.at)}</time>
          <span>
            <strong>{line.who}</strong> {line.what}
          </span>
        </li>
      ))}
    </ol>
  );
}

export function Talk({ messages, we }: { messages: readonly { from: string; text: string }[]; we: string }) {
  if (messages.length === 0) return <p className="hint">No messages yet.</p>;
  return (
    <ul className="talk">
      {messages.map((message, index) => (
        <li key={index} className={message.from === we ? 'talk__us' : undefined}>
          <strong>{message.from === we ? 'We' : message.from === 'you' ? 'You' : 'They'}</strong>:{' '}
          {message.text}
        </li>
      ))}
    </ul>
  );
}
