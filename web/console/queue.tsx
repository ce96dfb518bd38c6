/** The board: what to read next and why, dense; above it only what needs somebody at once; alerts and calls beside it. */
import { useEffect } from 'react';
import { data, redirect } from 'react-router';
import { may } from '../../src/identity/core/index.ts';
import { servicesContext } from '../context.ts';
import { DangerTag } from '../ui/pieces.tsx';
import { doorWords } from '../ui/words.ts';
import type { Route } from './+types/queue';
import { actingCookie, saved, whoActs } from './acting.ts';
import { AlertList } from './alerts.tsx';
import { afterOf, type Board, boardOf, type Entry } from './board.ts';
import { recordCall } from './calling.ts';
import { CallRow } from './calls.tsx';
import { onTheFloor } from './floor-acts.ts';
import { Desk, homeOf } from './frame.tsx';
import type { Refused } from './kept.ts';
import { Said, Section } from './section.tsx';
import { alertRows, callsInOrder, hasEnded, waitingCount } from './sorting.ts';
import { lengthWords, useTimes } from './times.tsx';
import { useBoard } from './use-board.ts';

export const handle = { hydrate: true };
/** So many calls to 911 stand open to be read aloud; more would push the queue off the screen. */
const openCalls = 2;
const titleOf = (count: number) => `${count ? `(${count}) ` : ''}Queue · console`;
export const meta: Route.MetaFunction = ({ loaderData }) => [
  { title: titleOf(loaderData ? waitingCount(loaderData.board) : 0) },
];

export async function loader({ request, context }: Route.LoaderArgs) {
  const services = context.get(servicesContext);
  const { me, acting, floor, headers } = await whoActs(request, context);
  // Whoever enters here and reads no report has another desk.
  if (!may(me.role, 'queue:read')) throw redirect(homeOf(me.role).to);
  return data({ floor, board: await boardOf(services, acting, afterOf(request)) }, headers);
}

/** Forms of other console pages come here too; they go back to where they came from, within the console. */
const backOf = (form: FormData): string => {
  const back = String(form.get('back') ?? '/console');
  return /^\/console(\/[\w/-]*)?$/.test(back) ? back : '/console';
};

export async function action({ request, context }: Route.ActionArgs) {
  const services = context.get(servicesContext);
  const form = await request.formData();
  const { acting } = await whoActs(request, context);
  const back = backOf(form);
  switch (form.get('do')) {
    case 'act-as': {
      const staffId = String(form.get('staffId') ?? '');
      // Where they were may be nothing for whoever they are now.
      return redirect(/^\/console\/(people|tokens|partners|audit)/.test(back) ? '/console' : back, {
        headers: { 'set-cookie': actingCookie(/^[0-9a-f-]{36}$/.test(staffId) ? staffId : acting.staffId) },
      });
    }
    case 'take-ten':
      await services.takeTen(acting);
      return redirect(back);
    case 'come-to-floor':
    case 'leave-floor':
    case 'accept-chat':
    case 'pass-chat':
      return onTheFloor(services, acting, form, back);
    case 'alert':
      for (const id of form.getAll('id')) await services.handleAlert(acting, String(id));
      return saved(back, 'alert', services.now());
    case 'call': {
      const missing = await recordCall(services, acting, form);
      return missing ?? saved(back, 'call', services.now());
    }
    default:
      return redirect(back);
  }
}

export default function Queue({ loaderData, actionData }: Route.ComponentProps) {
  const { floor } = loaderData;
  const { shown, waiting, down, show } = useBoard(loaderData.board);
  const count = waitingCount(waiting ?? shown);
  useEffect(() => {
    document.title = titleOf(count);
  }, [count]);
  const rows = alertRows(shown.alerts, shown.queue);
  const calls = callsInOrder(shown.calls);
  const [urgentCalls, otherCalls] = [
    calls.filter(({ kind }) => kind === 'psap'),
    calls.filter(({ kind }) => kind !== 'psap'),
  ];
  const [urgent, other] = [rows.filter(({ atOnce }) => atOnce), rows.filter(({ atOnce }) => !atOnce)];
  const waitingRows = shown.queue.filter((entry) => !hasEnded(entry));
  const ended = shown.queue.filter(hasEnded);
  return (
    <Desk floor={{ ...floor, now: new Date(shown.now) }} back="/console">
      <div className="heading">
        <h1>Queue</h1>
        <p className="hint">
          {waitingRows.length ? `${waitingRows.length} waiting` : 'None waiting'}
          {count ? `, ${count} unread or waiting for an answer` : ''}
          {' · '}
          <a href="/console">Reload to look again</a>
        </p>
      </div>
      <p role="status" className={down || waiting ? 'note note--thin' : 'unseen'}>
        {down ? 'Not up to date: the line is down. We keep trying.' : ''}
        {waiting && !down ? 'Something new has come. ' : ''}
        {waiting && !down ? (
          <button className="small" type="button" onClick={show}>
            Show it
          </button>
        ) : null}
      </p>
      <div className="board">
        {urgentCalls.length || urgent.length ? (
          <section className="pinned" aria-labelledby="at-once">
            <h2 id="at-once">At once</h2>
            <div className="pinned__calls">
              {urgentCalls.map((call, index) => (
                <CallRow
                  key={call.id}
                  call={call}
                  to="/console"
                  open={index < openCalls}
                  refusal={refusalOf(actionData)}
                />
              ))}
            </div>
            <AlertList rows={urgent} to="/console" />
          </section>
        ) : null}
        <div className="board__main">
          <Beyond board={shown} />
          <Waiting entries={waitingRows} />
          <Pages board={shown} />
          {shown.setAside ? (
            <p className="note">
              <strong>{shown.setAside} more are set aside</strong> as a likely flood: they say nearly the same
              as many others that came at once. <a href="/console/floods">Look at what is set aside</a>
            </p>
          ) : null}
          {ended.length ? (
            <details className="ended">
              <summary>Recently ended ({ended.length})</summary>
              <Rows entries={ended} />
            </details>
          ) : null}
        </div>
        <div className="board__side dense">
          <Section
            id="alerts"
            title={`For the supervisor (${other.length + shown.alertTotal - shown.alerts.length})`}
          >
            <Said floor={floor} panel="alerts" />
            {other.length ? (
              <AlertList rows={other} to="/console" />
            ) : (
              <p className="hint">Nothing{urgent.length ? ' besides what is at once' : ''}.</p>
            )}
            {shown.alertTotal > shown.alerts.length ? (
              <p className="hint">
                {shown.alertTotal - shown.alerts.length} earlier ones come up as these are seen to.
              </p>
            ) : null}
          </Section>
          <Section id="calls" title={`Calls to make (${otherCalls.length})`}>
            <Said floor={floor} panel="calls" />
            {otherCalls.length === 0 ? <p className="hint">No calls.</p> : null}
            {otherCalls.map((call) => (
              <CallRow key={call.id} call={call} to="/console" refusal={refusalOf(actionData)} />
            ))}
            {shown.moreCalls ? (
              <p className="hint">{shown.moreCalls} later ones come up as these are made.</p>
            ) : null}
          </Section>
        </div>
      </div>
    </Desk>
  );
}

/** Unread reports that this page does not show: nothing sinks unseen below a flood. */
function Beyond({ board }: { board: Board }) {
  const times = useTimes();
  if (board.newest.length === 0) return null;
  return (
    <div className="note note--danger">
      <p>
        <strong>{board.total} reports are open; not all are on this page.</strong> The newest unread ones that
        are not:
      </p>
      <ul>
        {board.newest.map((entry) => (
          <li key={entry.signalId}>
            <a href={`/console/signals/${entry.signalId}`}>
              {entry.rank}: {times.at(entry.receivedAt)}, {entry.reason}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Pages({ board }: { board: Board }) {
  const shown = board.after + board.queue.length;
  if (board.after === 0 && board.total <= shown) return null;
  return (
    <p>
      {board.after > 0 ? <a href="/console">First page</a> : null}{' '}
      {board.total > shown ? <a href={`/console?after=${shown}`}>{board.total - shown} more</a> : null}
    </p>
  );
}

const refusalOf = (answer: Route.ComponentProps['actionData']): Refused | undefined =>
  answer && 'kept' in answer ? (answer as Refused) : undefined;

function Waiting({ entries }: { entries: readonly Entry[] }) {
  const times = useTimes();
  if (entries.length === 0)
    return (
      <div className="note note--good">
        <p>
          <strong>Nothing is waiting.</strong> {times.now ? `It is ${times.withZone(times.now)}. ` : ''}New
          reports come to the top by danger.
        </p>
      </div>
    );
  return (
    <>
      <p className="hint" id="queue-order">
        Danger first; a live person before a written report; help before tip; then whoever waits longest.
      </p>
      <Rows entries={entries} describedBy="queue-order" />
    </>
  );
}

/** The reason of a rank without what the other columns say already: danger before it, waiting after it. */
const whyHere = (reason: string): string => reason.replace(/\.$/, '').split(' · ').slice(1, -1).join(' · ');

function Rows({ entries, describedBy }: { entries: readonly Entry[]; describedBy?: string }) {
  const times = useTimes();
  return (
    <table className="rows" aria-describedby={describedBy}>
      <thead>
        <tr>
          {['Danger', 'Door', 'Waiting', 'Why here', 'State'].map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
          <th scope="col">
            <span className="unseen">Open</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry, index) => (
          <tr key={entry.signalId} className={entry.state === 'received' ? 'unread' : undefined}>
            <td data-name="Danger">
              <DangerTag danger={entry.danger} />
            </td>
            <td data-name="Door">{doorWords[entry.door]}</td>
            <td data-name="Waiting">
              {lengthWords(entry.waitingSeconds * 1000)}{' '}
              <span className="hint">since {times.at(entry.receivedAt)}</span>
            </td>
            <td data-name="Why here">
              {whyHere(entry.reason)}
              {entry.partner ? (
                <span className="hint">
                  {' '}
                  from a partner, {entry.partner.name}
                  {entry.partner.overContract ? ' (more than agreed)' : ''}
                </span>
              ) : null}
            </td>
            <td data-name="State">
              <State entry={entry} />
            </td>
            <td>
              <a className="go" href={`/console/signals/${entry.signalId}`}>
                Read<span className="unseen"> report {index + 1}</span>
              </a>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function State({ entry }: { entry: Entry }) {
  const times = useTimes();
  return (
    <>
      {entry.state === 'received' ? <strong className="whole">● unread</strong> : 'read'}
      {entry.answered ? (
        <>
          , <strong>waits for an answer</strong>
        </>
      ) : null}
      {entry.passedOnAt ? `, passed on as information ${times.at(entry.passedOnAt)}` : ''}
      {entry.responseId ? (
        <>
          {', '}
          <a href={`/console/responses/${entry.responseId}`}>
            response {entry.responseState === 'stood-down' ? 'stood down' : entry.responseState}
          </a>
        </>
      ) : null}
    </>
  );
}
