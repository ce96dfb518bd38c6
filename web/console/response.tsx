/** A response, live: roles, timeline, who was told and why. Without a script the page is the same and is looked at again. */
import { useEffect, useState } from 'react';
import { data, redirect } from 'react-router';
import { servicesContext } from '../context.ts';
import { Button, Problem, TextArea } from '../ui/forms.tsx';
import { type Line, Panel, Timeline } from '../ui/pieces.tsx';
import { clockTime, dayTime } from '../ui/words.ts';
import type { Route } from './+types/response';
import { whoActs } from './acting.ts';
import { ActingAs } from './frame.tsx';
import { Plan } from './plan.tsx';

export const handle = { hydrate: true };
export const meta: Route.MetaFunction = () => [{ title: 'Response · console' }];

export async function loader({ request, context, params }: Route.LoaderArgs) {
  const services = context.get(servicesContext);
  const { everyone, me, acting } = await whoActs(request, services);
  const response = await services.response(acting, params.id).catch((error: unknown) => {
    const problem = services.problemOf(error);
    throw data({ title: problem.title, detail: problem.detail }, { status: problem.status });
  });
  return { everyone, me, response };
}

export async function action({ request, context, params }: Route.ActionArgs) {
  const services = context.get(servicesContext);
  const { acting } = await whoActs(request, services);
  const form = await request.formData();
  try {
    if (form.get('do') === 'stand-down')
      await services.standDown(acting, params.id, String(form.get('reason') ?? ''));
    if (form.get('do') === 'close') await services.closeResponse(acting, params.id);
    return redirect(`/console/responses/${params.id}`);
  } catch (error) {
    return { problem: services.problemOf(error) };
  }
}

type ResponseSeen = Route.ComponentProps['loaderData']['response'];

const reconnectMilliseconds = 1_500;

/**
 * Follows the response. After a dropped connection we say which line was seen last and get what came after; what cannot be
 * fetched right now leaves the page as it is.
 */
function useLive(first: ResponseSeen, actor: string): { response: ResponseSeen; lines: readonly Line[] } {
  const [response, setResponse] = useState(first);
  const [lines, setLines] = useState<readonly Line[]>(first.timeline);
  useEffect(() => {
    let last = first.timeline.at(-1)?.sequence ?? 0;
    let source: EventSource | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = async () => {
      const answer = await fetch(`/v1/responses/${first.id}`, { headers: { 'alight-actor': actor } }).catch(
        () => undefined,
      );
      if (answer?.ok) setResponse(await answer.json());
    };
    const follow = () => {
      source = new EventSource(`/v1/responses/${first.id}/events?actor=${actor}&after=${last}`);
      source.addEventListener('timeline', (event) => {
        const line = JSON.parse(event.data) as Line;
        last = Math.max(last, line.sequence);
        setLines((before) =>
          before.some((known) => known.sequence === line.sequence) ? before : [...before, line],
        );
        void look();
      });
      source.addEventListener('error', () => {
        source?.close();
        timer = setTimeout(follow, reconnectMilliseconds);
      });
    };
    follow();
    return () => {
      clearTimeout(timer);
      source?.close();
    };
  }, [first, actor]);
  return { response, lines };
}

export default function Response({ loaderData, actionData }: Route.ComponentProps) {
  const { everyone, me } = loaderData;
  const { response, lines } = useLive(loaderData.response, me.id);
  const to = `/console/responses/${response.id}`;
  return (
    <>
      <ActingAs everyone={everyone} me={me} back={to} />
      <p>
        <a href="/console">Queue</a> · <a href={`/console/signals/${response.signalId}`}>Report</a>
      </p>
      <h1>
        {response.meetingPoint.name}, {response.meetingPoint.arrivalWords}
      </h1>
      {actionData?.problem ? <Problem {...actionData.problem} /> : null}
      <p>
        {response.state === 'open' ? 'Open' : response.state === 'closed' ? 'Closed' : 'Stood down'} since{' '}
        {dayTime(response.endedAt ?? response.openedAt)}. Lead:{' '}
        <strong>{response.leadOrganizationName ?? 'being asked'}</strong>. Reason: {response.reason}
      </p>
      <div className="columns">
        <div>
          <Panel title="Roles">
            <div className="wide">
              <table>
                <thead>
                  <tr>
                    <th scope="col">Role</th>
                    <th scope="col">State</th>
                    <th scope="col">Who</th>
                    <th scope="col">Since</th>
                    <th scope="col">Asked so far</th>
                  </tr>
                </thead>
                <tbody>
                  {response.roles.map((role) => (
                    <tr key={role.role}>
                      <th scope="row">
                        {role.name}
                        {role.lead ? ' (lead)' : ''}
                      </th>
                      <td>
                        <span
                          className={
                            role.state === 'staged'
                              ? 'tag tag--good'
                              : role.state === 'unfilled'
                                ? 'tag tag--imminent'
                                : 'tag'
                          }
                        >
                          {role.state === 'staged'
                            ? '✓ in place'
                            : role.state === 'unfilled'
                              ? '▲ nobody'
                              : role.state.replace('-', ' ')}
                        </span>
                      </td>
                      <td>
                        {role.organizationName ?? '–'}
                        {role.etaAt ? `, expected ${clockTime(role.etaAt)}` : ''}
                      </td>
                      <td>{clockTime(role.stateAt)}</td>
                      <td>
                        {role.asked.map((page) => `${page.organizationName}: ${page.state}`).join('; ') ||
                          '–'}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </Panel>
          <Panel title="What happened">
            <div aria-live="polite">
              <Timeline lines={lines} />
            </div>
          </Panel>
        </div>
        <div>
          <Panel title="Ending">
            <form method="post" action={to}>
              <TextArea name="reason" label="Reason for calling it off" rows={2} />
              <div className="actions">
                <Button quiet name="do" value="stand-down">
                  Stand everyone down
                </Button>
                <Button quiet name="do" value="close">
                  It is done: close
                </Button>
              </div>
            </form>
          </Panel>
          <Panel title="Who was told, and why">
            <div className="wide">
              <table>
                <thead>
                  <tr>
                    <th scope="col">Who</th>
                    <th scope="col">What</th>
                    <th scope="col">Basis</th>
                    <th scope="col">Told</th>
                    <th scope="col">Opened</th>
                  </tr>
                </thead>
                <tbody>
                  {response.disclosures.map((told) => (
                    <tr key={told.id}>
                      <td>{told.organizationName}</td>
                      <td>{told.items.join(', ')}</td>
                      <td>{told.basis.replaceAll('-', ' ')}</td>
                      <td>{clockTime(told.at)}</td>
                      <td>
                        {told.revokedAt
                          ? `revoked ${clockTime(told.revokedAt)}`
                          : told.openedAt
                            ? clockTime(told.openedAt)
                            : told.deliveredAt
                              ? `delivered ${clockTime(told.deliveredAt)}`
                              : 'not yet'}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </Panel>
          <details>
            <summary>The plan as it was confirmed</summary>
            <Plan plan={response.plan} />
          </details>
        </div>
      </div>
    </>
  );
}
