/** The queue: what to read next, and why; what a supervisor must see; calls that a person must make. */
import { redirect } from 'react-router';
import { servicesContext } from '../context.ts';
import { Button, Problem, TextField } from '../ui/forms.tsx';
import { DangerTag, Panel } from '../ui/pieces.tsx';
import { clockTime, dayTime, doorWords, phoneWords } from '../ui/words.ts';
import type { Route } from './+types/queue';
import { actingCookie, whoActs } from './acting.ts';
import { ActingAs } from './frame.tsx';

export const meta: Route.MetaFunction = () => [{ title: 'Queue · console' }];

/** How many entries come before the page: out of the address, and never below nothing. */
const afterOf = (text: string | null): number => (/^\d{1,6}$/.test(text ?? '') ? Number(text) : 0);

export async function loader({ request, context }: Route.LoaderArgs) {
  const services = context.get(servicesContext);
  const asked = new URL(request.url).searchParams;
  const { everyone, me } = await whoActs(request, services);
  return {
    everyone,
    me,
    page: await services.queue(afterOf(asked.get('after'))),
    alertPage: await services.alerts(afterOf(asked.get('alertsAfter'))),
    calls: (await services.voiceTasks()).filter((task) => !task.doneAt),
    now: services.now(),
  };
}

export async function action({ request, context }: Route.ActionArgs) {
  const services = context.get(servicesContext);
  const form = await request.formData();
  const { acting } = await whoActs(request, services);
  const what = form.get('do');
  try {
    if (what === 'act-as') {
      const back = String(form.get('back') ?? '/console');
      const staffId = String(form.get('staffId') ?? '');
      return redirect(back.startsWith('/console') ? back : '/console', {
        headers: { 'set-cookie': actingCookie(/^[0-9a-f-]{36}$/.test(staffId) ? staffId : acting.staffId) },
      });
    }
    if (what === 'alert') await services.handleAlert(acting, String(form.get('id')));
    if (what === 'call')
      await services.completeVoiceTask(acting, String(form.get('id')), {
        callTaker: String(form.get('callTaker') ?? '').trim() || 'not given',
        cadNumber: String(form.get('cadNumber') ?? '').trim() || undefined,
        result:
          form.get('result') === 'declined'
            ? 'declined'
            : form.get('result') === 'no-answer'
              ? 'no-answer'
              : 'confirmed',
      });
    return redirect('/console');
  } catch (error) {
    return { problem: services.problemOf(error) };
  }
}

export default function Queue({ loaderData, actionData }: Route.ComponentProps) {
  const { everyone, me, page, alertPage, calls, now } = loaderData;
  const { queue } = page;
  const { alerts } = alertPage;
  const shown = page.after + queue.length;
  return (
    <>
      <ActingAs everyone={everyone} me={me} back="/console" />
      <h1>Queue</h1>
      {actionData?.problem ? <Problem {...actionData.problem} /> : null}
      {alerts.length ? (
        <Panel title={`For the supervisor (${alertPage.total})`}>
          {alertPage.total > alerts.length ? (
            <p>
              {alertPage.total - alerts.length} more.{' '}
              <a href={`/console?alertsAfter=${alerts.length}`}>Show earlier ones</a>
            </p>
          ) : null}
          {alerts.map((alert) => (
            <form key={alert.id} method="post" action="/console" className="note note--danger">
              <input type="hidden" name="do" value="alert" />
              <input type="hidden" name="id" value={alert.id} />
              <p>
                <strong>{clockTime(alert.at)}</strong> {alert.words}{' '}
                {alert.responseId ? (
                  <a href={`/console/responses/${alert.responseId}`}>Open the response</a>
                ) : alert.signalId ? (
                  <a href={`/console/signals/${alert.signalId}`}>Open the report</a>
                ) : null}
              </p>
              <Button quiet>Seen to</Button>
            </form>
          ))}
        </Panel>
      ) : null}
      {calls.length ? (
        <Panel title={`Calls to make (${calls.length})`}>
          {calls.map((call) => (
            <form key={call.id} method="post" action="/console" className="note">
              <input type="hidden" name="do" value="call" />
              <input type="hidden" name="id" value={call.id} />
              <p>
                <strong>
                  {call.kind === 'psap' ? '911 centre: ' : ''}
                  {call.organizationName}, {phoneWords(call.phone)}
                </strong>{' '}
                by {clockTime(call.dueAt)}
              </p>
              <p>{call.script}</p>
              <div className="row">
                <TextField name="callTaker" label="Who took the call" maxLength={200} />
                {call.kind === 'psap' ? (
                  <TextField name="cadNumber" label="CAD number" maxLength={100} />
                ) : null}
              </div>
              <div className="actions">
                <Button name="result" value="confirmed">
                  Reached, yes
                </Button>
                <Button quiet name="result" value="declined">
                  Reached, no
                </Button>
                <Button quiet name="result" value="no-answer">
                  No answer
                </Button>
              </div>
            </form>
          ))}
        </Panel>
      ) : null}
      {page.newest.length ? (
        <div className="note note--danger">
          <p>
            <strong>
              {page.total} reports wait, {page.unread} of them unread; {queue.length} are on this page.
            </strong>{' '}
            The newest unread ones that are not on it:
          </p>
          <ul>
            {page.newest.map((entry) => (
              <li key={entry.signalId}>
                <a href={`/console/signals/${entry.signalId}`}>
                  {entry.rank}: {dayTime(entry.receivedAt)}, {entry.reason}
                </a>
              </li>
            ))}
          </ul>
        </div>
      ) : null}
      {page.total === 0 ? (
        <div className="note note--good">
          <p>
            <strong>Nothing is waiting.</strong> It is {dayTime(now)}. New reports come to the top by danger;
            reload to look again.
          </p>
        </div>
      ) : (
        <div className="wide">
          <p className="hint" id="queue-order">
            Danger first; a live person before a written report; help before tip; then whoever waits longest.
          </p>
          <table aria-describedby="queue-order">
            <thead>
              <tr>
                <th scope="col">#</th>
                <th scope="col">Danger</th>
                <th scope="col">Door</th>
                <th scope="col">Received</th>
                <th scope="col">Why here</th>
                <th scope="col">State</th>
                <th scope="col">
                  <span className="unseen">Open</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {queue.map((entry) => (
                <tr key={entry.signalId}>
                  <td>{entry.rank}</td>
                  <td>
                    <DangerTag danger={entry.danger} />
                  </td>
                  <td>{doorWords[entry.door]}</td>
                  <td>{dayTime(entry.receivedAt)}</td>
                  <td>{entry.reason}</td>
                  <td>
                    {entry.state === 'received' ? <strong>unread</strong> : 'read'}
                    {entry.answered ? ', answered' : ''}
                    {entry.passedOnAt ? `, passed on as information ${dayTime(entry.passedOnAt)}` : ''}
                    {entry.responseId ? (
                      <>
                        {', '}
                        <a href={`/console/responses/${entry.responseId}`}>response {entry.responseState}</a>
                      </>
                    ) : null}
                  </td>
                  <td>
                    <a className="go" href={`/console/signals/${entry.signalId}`}>
                      Read {entry.rank}
                    </a>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <p>
            {page.after > 0 ? <a href="/console">First page</a> : null}{' '}
            {page.total > shown ? <a href={`/console?after=${shown}`}>{page.total - shown} more</a> : null}
          </p>
        </div>
      )}
    </>
  );
}
