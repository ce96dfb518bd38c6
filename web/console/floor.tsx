/** Where somebody stands on the floor, what is offered to them and whom they have: above every page of the console, new every few seconds. */
import { useEffect, useState } from 'react';
import type { FloorView, OpenChat } from '../../src/hotline/index.ts';
import { languageName } from '../../src/signals/core/index.ts';
import { DangerTag } from '../ui/pieces.tsx';
import type { dangerWords } from '../ui/words.ts';
import type { Floor } from './acting.ts';
import { lengthWords, useTimes } from './times.tsx';

const lookMilliseconds = 3_000;

/** What the server says of the floor now; a page without a script shows what it was made with. */
function useFloor(first: FloorView, actor: string): FloorView {
  const [shown, setShown] = useState(first);
  useEffect(() => {
    let here = true;
    setShown(first);
    const timer = setInterval(async () => {
      const view = await fetch('/v1/floor', { headers: { 'alight-actor': actor } })
        .then((answer) => (answer.ok ? (answer.json() as Promise<FloorView>) : undefined))
        .catch(() => undefined);
      if (here && view) setShown(view);
    }, lookMilliseconds);
    return () => {
      here = false;
      clearInterval(timer);
    };
  }, [first, actor]);
  return shown;
}

const capacities = [1, 2, 3, 4, 5, 6];

export function OnTheFloor({ floor, back }: { floor: Floor; back: string }) {
  return floor.chats ? <Standing view={floor.chats} floor={floor} back={back} /> : null;
}

function Standing({ view: first, floor, back }: { view: FloorView; floor: Floor; back: string }) {
  const view = useFloor(first, floor.me.id);
  const times = useTimes();
  const { me, offers, chats, waiting, setAside, waitingSince, open, more } = view;
  const since = waitingSince && times.now ? times.now.getTime() - new Date(waitingSince).getTime() : null;
  return (
    <section className="floor no-print" aria-label="Chats">
      <form method="post" action="/console" className="floor__me">
        <input type="hidden" name="back" value={back} />
        {me.state === 'on-floor' ? (
          <>
            <span>
              <strong>On the floor</strong>, up to {me.capacity} {me.capacity === 1 ? 'chat' : 'chats'}.
            </span>
            <button className="small" name="do" value="leave-floor" type="submit">
              Leave the floor
            </button>
          </>
        ) : (
          <>
            <span>
              {me.until ? (
                <>You are away until {times.at(me.until)}: no chat is offered to you.</>
              ) : (
                <>
                  <strong>Away</strong>: no chat is offered to you.
                </>
              )}
            </span>
            <label>
              Chats at once{' '}
              <select name="capacity" defaultValue={me.capacity}>
                {capacities.map((count) => (
                  <option key={count}>{count}</option>
                ))}
              </select>
            </label>
            <button className="small" name="do" value="come-to-floor" type="submit">
              {me.until ? 'I am back' : 'Come to the floor'}
            </button>
          </>
        )}
      </form>
      <p className="floor__line">
        {chats.map((chat, n) => (
          <a key={chat.signalId} href={`/console/signals/${chat.signalId}#conversation`}>
            Your chat {n + 1}
          </a>
        ))}
        <span>
          {waiting === 0 ? 'Nobody waits in a chat.' : `${waiting} waiting in chats`}
          {since !== null && waiting ? `, the first for ${lengthWords(Math.max(0, since))}.` : ''}
          {setAside ? ` ${setAside} more in a flood that is set aside.` : ''}
        </span>
      </p>
      <div role="status">
        {offers.map((offer) => (
          <form key={offer.signalId} method="post" action="/console" className="note offer">
            <input type="hidden" name="back" value={back} />
            <input type="hidden" name="signalId" value={offer.signalId} />
            <span>
              <strong>A chat for you</strong> <DangerTag danger={offer.danger as keyof typeof dangerWords} />{' '}
              {offer.ageGroup === 'minor' ? 'May be under 18. ' : ''}Language: {languageName(offer.language)}.
              It goes to the next at {times.exact(offer.until)}.
            </span>
            <button className="small" name="do" value="accept-chat" type="submit">
              Take it
            </button>
            <button className="small" name="do" value="pass-chat" type="submit">
              Let it pass
            </button>
          </form>
        ))}
      </div>
      {open.length ? (
        <details className="floor__open" open={open.some(({ why }) => why === 'unanswered')}>
          <summary>Chats that you can take ({open.length + more})</summary>
          <ul>
            {open.map((chat) => (
              <Open key={chat.signalId} chat={chat} back={back} />
            ))}
          </ul>
          {more ? (
            <p className="hint">
              The first {open.length}, danger before all. {more} more stand in the queue.
            </p>
          ) : null}
        </details>
      ) : null}
    </section>
  );
}

function Open({ chat, back }: { chat: OpenChat; back: string }) {
  const times = useTimes();
  const long = times.now
    ? lengthWords(Math.max(0, times.now.getTime() - new Date(chat.since).getTime()))
    : '';
  const about = `open-${chat.signalId}`;
  return (
    <li>
      <form method="post" action="/console">
        <input type="hidden" name="back" value={back} />
        <input type="hidden" name="signalId" value={chat.signalId} />
        <span id={about}>
          <DangerTag danger={chat.danger as keyof typeof dangerWords} />{' '}
          {chat.why === 'unanswered' ? (
            <>
              <strong>No answer</strong> from {chat.staffName}
            </>
          ) : (
            <>
              <strong>Waits</strong>
              {chat.staffName === null ? '' : `, offered to ${chat.staffName}`}
            </>
          )}
          {long ? ` for ${long}` : ''}. {chat.ageGroup === 'minor' ? 'May be under 18. ' : ''}Language:{' '}
          {languageName(chat.language)}.
        </span>{' '}
        <button className="small" name="do" value="accept-chat" type="submit" aria-describedby={about}>
          {chat.why === 'unanswered' ? 'Take it over' : 'Take it'}
        </button>
      </form>
    </li>
  );
}
