/** One report: read it, ask back, assess, link the trip, look at the plan, decide. Two buttons of the same size. */
import { data, redirect } from 'react-router';
import { observations } from '../../src/signals/core/index.ts';
import { servicesContext } from '../context.ts';
import { Button, Choices, Choose, Problem, TextArea, TextField } from '../ui/forms.tsx';
import { DangerTag, Panel, Talk } from '../ui/pieces.tsx';
import { dayTime, doorWords, observationWords } from '../ui/words.ts';
import type { Route } from './+types/signal';
import { whoActs } from './acting.ts';
import { ActingAs } from './frame.tsx';
import { Plan } from './plan.tsx';

export const meta: Route.MetaFunction = () => [{ title: 'Report · console' }];

export async function loader({ request, context, params }: Route.LoaderArgs) {
  const services = context.get(servicesContext);
  const { everyone, me, acting } = await whoActs(request, services);
  const failed = (error: unknown) => {
    const problem = services.problemOf(error);
    return { problem };
  };
  const signal = await services.signal(acting, params.id).catch((error: unknown) => {
    const problem = services.problemOf(error);
    throw data({ title: problem.title, detail: problem.detail }, { status: problem.status });
  });
  const trips = signal.transit?.['line'] ? await services.findActiveTrips(signal.transit['line']) : [];
  const trip = signal.trip ? await services.trip(signal.trip).catch(() => null) : null;
  const plan =
    signal.response?.state === 'open' ? null : await services.plan(acting, params.id).catch(failed);
  return { everyone, me, signal, trips, trip, plan, now: services.now() };
}

export async function action({ request, context, params }: Route.ActionArgs) {
  const services = context.get(servicesContext);
  const { acting } = await whoActs(request, services);
  const form = await request.formData();
  const text = (name: string) => String(form.get(name) ?? '').trim();
  const here = `/console/signals/${params.id}`;
  try {
    switch (form.get('do')) {
      case 'ask':
        await services.askBack(acting, params.id, text('text'));
        break;
      case 'assess':
        await services.assess(acting, params.id, {
          observedBehaviours: form.getAll('observedBehaviours').map(String),
          ownWords: form.get('ownWords') === 'yes',
          strength: (text('strength') || 'none') as 'high' | 'moderate' | 'none',
          danger: (text('danger') || 'not-known') as 'imminent' | 'soon' | 'not-known' | 'none',
          ageGroup: (text('ageGroup') || 'unknown') as 'minor' | 'adult' | 'unknown',
          appearanceOnly: form.get('appearanceOnly') === 'yes',
          reason: text('reason'),
        });
        break;
      case 'trip': {
        const [tripId = '', serviceDate = ''] = text('trip').split('|');
        await services.linkTrip(acting, params.id, {
          tripId,
          serviceDate,
          ...(text('stopId') ? { stopId: text('stopId') } : {}),
        });
        break;
      }
      case 'do-not-tell':
        await services.addDoNotTell(acting, params.id, text('organizationId'), text('reason'));
        break;
      case 'confirm': {
        const { responseId } = await services.confirmResponse(acting, params.id, {
          reason: text('reason'),
          secondStaffId: text('secondStaffId') || undefined,
          leadOrganizationId: text('leadOrganizationId') || undefined,
        });
        return redirect(`/console/responses/${responseId}`);
      }
      case 'pass-on':
        await services.passOnAsInformation(acting, params.id, text('reason'));
        break;
      case 'close':
        await services.closeSignal(acting, params.id);
        break;
      case 'elsewhere':
        await services.flagCodeElsewhere(acting, params.id);
        break;
      case 'release':
        await services.releaseActedOn(acting, params.id);
        break;
    }
    return redirect(here);
  } catch (error) {
    return {
      problem: services.problemOf(error),
      kept: Object.fromEntries([...form.entries()].map(([name, value]) => [name, String(value)])),
    };
  }
}

export default function Signal({ loaderData, actionData }: Route.ComponentProps) {
  const { everyone, me, signal, trips, trip, plan } = loaderData;
  const to = `/console/signals/${signal.id}`;
  const kept: Record<string, string> = (actionData && 'kept' in actionData && actionData.kept) || {};
  return (
    <>
      <ActingAs everyone={everyone} me={me} back={to} />
      <p>
        <a href="/console">Queue</a>
      </p>
      <h1>
        {doorWords[signal.door]} report, {dayTime(signal.receivedAt)}{' '}
        <DangerTag danger={signal.assessment?.danger ?? signal.danger} />
      </h1>
      {actionData && 'problem' in actionData && actionData.problem ? (
        <Problem {...actionData.problem} />
      ) : null}
      {signal.response ? (
        <p className="note">
          A response is {signal.response.state}.{' '}
          <a href={`/console/responses/${signal.response.id}`}>Open it</a>
        </p>
      ) : null}
      <div className="columns">
        <div>
          <Report signal={signal} />
          <Panel title="Conversation">
            <Talk messages={signal.messages} we="advocate" />
            {signal.codeElsewhere ? (
              <p className="note">The code may be in other hands: the person sees neutral words only.</p>
            ) : null}
            <form method="post" action={to}>
              <TextArea
                name="text"
                label="Ask the person who reported"
                hint="They see it with their code. Do not repeat what they wrote, and name nothing."
                rows={2}
                value={kept['do'] === 'ask' ? kept['text'] : undefined}
              />
              <div className="actions">
                <Button name="do" value="ask">
                  Ask back
                </Button>
                <Button quiet name="do" value="elsewhere">
                  Code may be in other hands
                </Button>
              </div>
            </form>
          </Panel>
          <Panel title="Assessment">
            <Assess signal={signal} to={to} />
          </Panel>
        </div>
        <div>
          <Panel title="Where">
            <Trip signal={signal} trips={trips} trip={trip} to={to} />
          </Panel>
          {plan ? (
            <Panel title="Meeting plan">
              {'problem' in plan ? (
                <p className="note">
                  <strong>{plan.problem.title}.</strong> {plan.problem.detail}
                </p>
              ) : (
                <>
                  <Plan plan={plan} to={to} />
                  <Decide
                    everyone={everyone}
                    me={me}
                    to={to}
                    plan={plan}
                    reason={kept['do'] === 'confirm' || kept['do'] === 'pass-on' ? kept['reason'] : undefined}
                  />
                </>
              )}
            </Panel>
          ) : null}
          <Panel title="Ending">
            <form method="post" action={to}>
              <div className="actions">
                <Button quiet name="do" value="close">
                  Close the report
                </Button>
                <Button quiet name="do" value="release">
                  Let the code say “acted on”
                </Button>
              </div>
              <p className="hint">“Acted on” can be released 24 hours after the response has closed.</p>
            </form>
          </Panel>
        </div>
      </div>
    </>
  );
}

type SignalView = Route.ComponentProps['loaderData']['signal'];

function Report({ signal }: { signal: SignalView }) {
  const rows: readonly (readonly [string, string | null | undefined])[] = [
    [
      'Seen or heard',
      signal.observations
        .map((code) => observationWords[code as keyof typeof observationWords] ?? code)
        .join('; '),
    ],
    ['In their own words', signal.ownWords],
    ['Train or line', signal.transit?.['line']],
    ['Car', signal.transit?.['car']],
    ['Gets off at', signal.transit?.['alightingStop']],
    ['Place', typeof signal.place?.['words'] === 'string' ? signal.place['words'] : null],
    ['Age', signal.ageGroup === 'unknown' ? 'not known' : signal.ageGroup],
    ['Who reports', signal.relation.replaceAll('-', ' ')],
    ['Must not be told', signal.doNotTellWords],
    ['Texts', signal.safeContact ? 'a safe number was given' : 'no text, no call: use the code'],
    [
      'Consents',
      signal.releases
        .map(
          (release) => `${release.recipient.replace('role:', '')}${release.withdrawn ? ' (taken back)' : ''}`,
        )
        .join(', '),
    ],
  ];
  return (
    <Panel title="Report">
      <details>
        <summary>The person’s account. It may be hard to read.</summary>
        <p className="account">{signal.narrative}</p>
        {signal.appearance ? (
          <p className="hint">How to recognise them (never part of the rank): {signal.appearance}</p>
        ) : null}
      </details>
      <table>
        <tbody>
          {rows.map(([name, value]) =>
            value ? (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{value}</td>
              </tr>
            ) : null,
          )}
        </tbody>
      </table>
    </Panel>
  );
}

function Assess({ signal, to }: { signal: SignalView; to: string }) {
  const last = signal.assessment;
  return (
    <form method="post" action={to}>
      <Choices
        name="observedBehaviours"
        legend="Behaviours that someone observed"
        chosen={last?.observedBehaviours ?? signal.observations}
        options={observations.map((code) => [code, observationWords[code]] as const)}
      />
      <label className="choice">
        <input
          type="checkbox"
          name="ownWords"
          value="yes"
          defaultChecked={last?.ownWords ?? signal.ownWords !== null}
        />{' '}
        <span>The person’s own words are known</span>
      </label>
      <label className="choice">
        <input
          type="checkbox"
          name="appearanceOnly"
          value="yes"
          defaultChecked={last?.appearanceOnly ?? false}
        />{' '}
        <span>It rests on looks, language or a mixed family only (held)</span>
      </label>
      <Choose
        name="strength"
        label="Indicators together"
        value={last?.strength ?? 'moderate'}
        options={[
          ['high', 'High: the facts meet the legal definition'],
          ['moderate', 'Moderate: some indicators'],
          ['none', 'None'],
        ]}
      />
      <Choose
        name="danger"
        label="Danger"
        value={last?.danger ?? signal.danger}
        options={[
          ['imminent', 'Now'],
          ['soon', 'Soon'],
          ['not-known', 'Not known'],
          ['none', 'None'],
        ]}
      />
      <Choose
        name="ageGroup"
        label="Age"
        value={last?.ageGroup ?? signal.ageGroup}
        options={[
          ['unknown', 'Not known: ask, then the supervisor'],
          ['adult', 'Adult'],
          ['minor', 'Under 18'],
        ]}
      />
      <TextArea name="reason" label="Why" rows={2} value={last?.reason} />
      <Button name="do" value="assess">
        Save the assessment
      </Button>
    </form>
  );
}

function Trip({
  signal,
  trips,
  trip,
  to,
}: {
  signal: SignalView;
  trips: Route.ComponentProps['loaderData']['trips'];
  trip: Route.ComponentProps['loaderData']['trip'];
  to: string;
}) {
  return (
    <>
      {trip ? (
        <p>
          <strong>{trip.label}</strong>
          {signal.trip?.stopId
            ? `, gets off at ${trip.stops.find((stop) => stop.stopId === signal.trip?.stopId)?.name ?? signal.trip.stopId}`
            : ', the stop is not known'}
        </p>
      ) : (
        <p className="hint">No trip is linked yet.</p>
      )}
      <form method="post" action={to}>
        {trip ? (
          <>
            <input type="hidden" name="trip" value={`${trip.tripId}|${trip.serviceDate}`} />
            <Choose
              name="stopId"
              label="Where they get off"
              value={signal.trip?.stopId ?? ''}
              options={[
                ['', 'Not known'],
                ...trip.stops
                  .slice(1)
                  .map((stop) => [stop.stopId, `${stop.name}, ${dayTime(stop.arrivalAt)}`] as const),
              ]}
            />
          </>
        ) : (
          <>
            <Choose
              name="trip"
              label="On its way now"
              options={[
                ['', trips.length ? 'Choose' : 'None found by the number in the report'],
                ...trips.map(
                  (found) =>
                    [`${found.tripId}|${found.serviceDate}`, `${found.label}, ${found.serviceDate}`] as const,
                ),
              ]}
            />
            <TextField name="stopId" label="Stop, if known (its short name)" maxLength={60} />
          </>
        )}
        <Button quiet name="do" value="trip">
          {trip ? 'Save the stop' : 'Link this trip'}
        </Button>
      </form>
    </>
  );
}

function Decide({
  everyone,
  me,
  to,
  plan,
  reason,
}: {
  everyone: Route.ComponentProps['loaderData']['everyone'];
  me: { id: string };
  to: string;
  plan: {
    roles: readonly {
      role: string;
      candidates: readonly { organizationId: string; organizationName: string }[];
    }[];
  };
  reason: string | undefined;
}) {
  const leads = plan.roles.find((role) => role.role === 'local-law-enforcement')?.candidates ?? [];
  return (
    <form method="post" action={to}>
      <TextArea name="reason" label="Reason, in words" rows={2} value={reason} />
      <Choose
        name="secondStaffId"
        label="Confirmed with"
        value=""
        options={[
          ['', 'Nobody yet'],
          ...everyone
            .filter((member) => member.id !== me.id && member.role === 'supervisor')
            .map((member) => [member.id, member.name] as const),
        ]}
      />
      <Choose
        name="leadOrganizationId"
        label="Lead agency"
        value=""
        options={[
          ['', 'The first of the plan'],
          ...leads.map((lead) => [lead.organizationId, lead.organizationName] as const),
        ]}
      />
      <div className="actions equal">
        <Button name="do" value="confirm">
          Ask them to be there
        </Button>
        <Button name="do" value="pass-on">
          Pass on as information, no response
        </Button>
      </div>
      <p className="hint">The agency decides whether to send, whom, and how.</p>
    </form>
  );
}
