/** A response, live: roles, timeline, who was told and why. Without a script the page is the same and is looked at again. */
import { data, redirect } from 'react-router';
import { servicesContext } from '../context.ts';
import { Button, Problem, TextArea } from '../ui/forms.tsx';
import { Panel, Timeline } from '../ui/pieces.tsx';
import { clockTime, dayTime } from '../ui/words.ts';
import type { Route } from './+types/response';
import { whoActs } from './acting.ts';
import { Carrier } from './carrier.tsx';
import { ActingAs } from './frame.tsx';
import { useLive } from './live.ts';
import { Plan } from './plan.tsx';
import { Pages, Roles } from './roles.tsx';

export const handle = { hydrate: true };
export const meta: Route.MetaFunction = () => [{ title: 'Response · console' }];

export async function loader({ request, context, params }: Route.LoaderArgs) {
  const services = context.get(servicesContext);
  const { everyone, me, acting } = await whoActs(request, services);
  const response = await services.response(acting, params.id).catch((error: unknown) => {
    const problem = services.problemOf(error);
    throw data({ title: problem.title, detail: problem.detail }, { status: problem.status });
  });
  const carriers = await services.carriersFor(acting, params.id);
  const asked = new URL(request.url).searchParams;
  return { everyone, me, response, carriers, reissued: asked.get('reissued') };
}

export async function action({ request, context, params }: Route.ActionArgs) {
  const services = context.get(servicesContext);
  const { acting } = await whoActs(request, services);
  const form = await request.formData();
  const text = (name: string) => String(form.get(name) ?? '').trim();
  const here = `/console/responses/${params.id}`;
  try {
    switch (form.get('do')) {
      case 'stand-down':
        await services.standDown(acting, params.id, text('reason'));
        break;
      case 'close':
        await services.closeResponse(acting, params.id);
        break;
      case 'reissue':
        await services.reissueLink(acting, text('pageId'));
        return redirect(`${here}?reissued=${encodeURIComponent(text('pageId'))}`);
      case 'carrier-read-back': {
        const carriers = await services.carriersFor(acting, params.id);
        const chosen = carriers.find(({ organizationId }) => organizationId === text('organizationId'));
        if (chosen && text('decision')) return { draft: { ...chosen, decision: text('decision') } };
        const detail = chosen
          ? 'Write who at the lead agency decided it, and why. Nobody was told.'
          : 'Choose the carrier that runs the train or bus. Nobody was told.';
        return { problem: { title: 'Something is missing', detail }, kept: text('decision') };
      }
      case 'carrier':
        await services.tellCarrier(acting, params.id, text('organizationId'), text('decision'));
        break;
    }
    return redirect(here);
  } catch (error) {
    return { problem: services.problemOf(error) };
  }
}

export default function Response({ loaderData, actionData }: Route.ComponentProps) {
  const { everyone, me, carriers, reissued } = loaderData;
  const { response, behind } = useLive(loaderData.response, me.id);
  const to = `/console/responses/${response.id}`;
  const open = response.state === 'open';
  const renewed = response.roles.flatMap(({ asked }) => asked).find(({ pageId }) => pageId === reissued);
  return (
    <>
      <ActingAs everyone={everyone} me={me} back={to} />
      <p>
        <a href="/console">Queue</a> · <a href={`/console/signals/${response.signalId}`}>Report</a>
      </p>
      <h1>
        {response.meetingPoint.name}, {response.meetingPoint.arrivalWords}
      </h1>
      {actionData && 'problem' in actionData && actionData.problem ? (
        <Problem {...actionData.problem} />
      ) : null}
      <p>
        <span className={open ? 'tag' : 'tag tag--good'}>
          {open ? 'Open' : response.state === 'closed' ? 'Closed' : 'Stood down'}
        </span>{' '}
        since {dayTime(response.endedAt ?? response.openedAt)}. Reason: {response.reason}
      </p>
      {renewed ? (
        <p className="note note--good" role="status">
          A new link for duty page <strong>{renewed.code}</strong> is on its way to {renewed.organizationName}
          . Their earlier link no longer opens. If it does not arrive, call them and read the page aloud.
        </p>
      ) : null}
      <p role="status" className={behind ? 'note' : 'unseen'}>
        {behind ? 'Not up to date: the line is down. We keep trying; this page catches up by itself.' : ''}
      </p>
      <div className="columns">
        <div>
          <Roles roles={response.roles} lead={response.leadOrganizationName} />
          <Panel title="What happened">
            <div aria-live="polite">
              <Timeline lines={response.timeline} />
            </div>
          </Panel>
        </div>
        <div>
          <Pages roles={response.roles} to={to} open={open} />
          <Carrier
            response={response}
            carriers={carriers}
            draft={actionData && 'draft' in actionData ? actionData.draft : undefined}
            kept={actionData && 'kept' in actionData ? actionData.kept : undefined}
            to={to}
          />
          <Told disclosures={response.disclosures} />
          {open ? (
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
                <p className="hint">Either way everyone who was asked is told by a page.</p>
              </form>
            </Panel>
          ) : null}
          <details>
            <summary>The plan as it was confirmed</summary>
            <Plan plan={response.plan} />
          </details>
        </div>
      </div>
    </>
  );
}

type Disclosures = Route.ComponentProps['loaderData']['response']['disclosures'];

function Told({ disclosures }: { disclosures: Disclosures }) {
  return (
    <Panel title="Who was told, and why">
      {disclosures.length === 0 ? <p className="hint">Nobody has been told anything.</p> : null}
      <ul className="plain">
        {disclosures.map((told) => (
          <li key={told.id} className="entry">
            <div>
              <strong>{told.organizationName}</strong>: {told.items.join(', ')}
              <span className="hint">
                Basis: {told.basis.replaceAll('-', ' ')}. Told <time>{clockTime(told.at)}</time>,{' '}
                {told.revokedAt
                  ? `revoked ${clockTime(told.revokedAt)}`
                  : told.openedAt
                    ? `opened ${clockTime(told.openedAt)}`
                    : told.deliveredAt
                      ? `delivered ${clockTime(told.deliveredAt)}`
                      : 'not opened yet'}
                .
              </span>
            </div>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
