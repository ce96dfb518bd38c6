/** One report: read it, ask back, assess, link where, look at the plan, decide. What to do next stands beside it all along. */
import type { ReactNode } from 'react';
import { data } from 'react-router';
import type { Services } from '../../src/main/serving/services.ts';
import type { TripChoice } from '../../src/transit/index.ts';
import { servicesContext } from '../context.ts';
import { DangerTag } from '../ui/pieces.tsx';
import { doorWords } from '../ui/words.ts';
import type { Route } from './+types/signal';
import { Account } from './account.tsx';
import { whoActs } from './acting.ts';
import { Assess } from './assess.tsx';
import { Checklist } from './checklist.tsx';
import { Consent } from './consent.tsx';
import { Conversation } from './conversation.tsx';
import { Decide, PassedOnNote } from './decide.tsx';
import { DoNotTell, WithheldNote, withheldChoices } from './do-not-tell.tsx';
import { Endings } from './endings.tsx';
import { Desk, TakeTen } from './frame.tsx';
import { formOf, type Refused } from './kept.ts';
import { PlanPanel } from './plan.tsx';
import { Refusal, Said, Section } from './section.tsx';
import { act } from './signal-acts.ts';
import { type PointOnMap, Spot } from './spot.tsx';
import { nextPanel, stepsOf } from './steps.ts';
import { in24Hours, useTimes } from './times.tsx';
import { Where } from './where.tsx';

export const handle = { hydrate: true };
export const meta: Route.MetaFunction = () => [{ title: 'Report · console' }];

export async function loader({ request, context, params }: Route.LoaderArgs) {
  const services = context.get(servicesContext);
  const { everyone, me, acting, floor, headers } = await whoActs(request, context);
  const failed = (error: unknown) => ({ problem: services.problemOf(error) });
  const signal = await services.signal(acting, params.id).catch((error: unknown) => {
    const problem = services.problemOf(error);
    throw data({ title: problem.title, detail: problem.detail }, { status: problem.status });
  });
  const place = await services.place(acting, params.id);
  const reported = await pointOf(services, signal.place);
  const trip = signal.trip && !place ? await services.trip(acting, signal.trip).catch(() => null) : null;
  const open = signal.response?.state === 'open';
  const plan =
    open || signal.state === 'closed' ? null : await services.plan(acting, params.id).catch(failed);
  const point = plan && 'stops' in plan ? plan.stops.find(({ isMeetingPoint }) => isMeetingPoint) : undefined;
  return data(
    {
      everyone,
      me,
      floor,
      signal,
      trips: await tripsOf(services, signal.transit?.['line']),
      trip,
      place,
      reported,
      plan,
      withheld: await withheldChoices(services, acting, params.id, plan && 'roles' in plan ? plan : null),
      county: point ? services.countyAt(point) : null,
      counties: services.counties(),
      passedOn: await services.passedOn(acting, params.id),
      documents: await services.documentCount(acting, params.id),
    },
    headers,
  );
}

/** The point that a report came with, and what lies around it. Its numbers stay where nothing can be drawn. */
async function pointOf(
  services: Services,
  reported: Readonly<Record<string, unknown>> | null,
): Promise<PointOnMap | null> {
  const point = reported?.['point'] as { lon: number; lat: number } | undefined;
  if (!point) return null;
  return {
    ...point,
    spot: await services.spotAt(point),
    picture: await services.pictureAt(point),
  };
}

/** The trips on their way that the words of a report may mean: as written, else by a number in them ("train 311"). */
async function tripsOf(services: Services, line: string | undefined): Promise<TripChoice[]> {
  for (const name of line ? [line, ...(line.match(/\d+/g) ?? []).slice(0, 3)] : []) {
    const found = await services.findActiveTrips(name);
    if (found.length) return found;
  }
  return [];
}

export async function action({ request, context, params }: Route.ActionArgs) {
  const services = context.get(servicesContext);
  const { acting } = await whoActs(request, context);
  return act(services, acting, params.id, await request.formData());
}

type Loaded = Route.ComponentProps['loaderData'];

export default function Signal({ loaderData, actionData }: Route.ComponentProps) {
  const { everyone, me, floor, signal, trip, place, plan, passedOn } = loaderData;
  const to = `/console/signals/${signal.id}`;
  const refusal =
    actionData && 'problem' in actionData && actionData.problem ? (actionData as Refused) : undefined;
  const found = actionData && 'found' in actionData ? actionData.found : undefined;
  const search = found
    ? { ...(actionData as Refused), problem: { title: '', detail: '' }, field: undefined }
    : undefined;
  const drawn = plan && !('problem' in plan) ? plan : null;
  const takingBack = formOf(refusal, 'take-back-do-not-tell');
  const closed = signal.state === 'closed';
  const deciding = !closed && signal.response?.state !== 'open';
  const held = signal.assessment?.appearanceOnly === true;
  const steps = stepsOf(signal, trip !== null || place !== null || drawn !== null);
  const next = deciding ? nextPanel(steps) : '';
  const [asking, assessing, where, deciding2, doNotTell] = [
    formOf(refusal, 'ask', 'text-now', 'elsewhere', 'read-out', 'accept-chat', 'end-chat', 'hand-over'),
    formOf(refusal, 'assess'),
    formOf(refusal ?? search, 'trip', 'find-trip', 'place'),
    formOf(refusal, 'confirm', 'pass-on', 'pass-on-again'),
    formOf(refusal, 'do-not-tell', 'settle-do-not-tell'),
  ];
  return (
    <Desk floor={floor} back={to} trail={<span aria-current="page">Report</span>}>
      <Heading loaded={loaderData} to={to} problem={formOf(refusal, 'supervisor').problem} />
      <PassedOnNote passedOn={passedOn} />
      {deciding ? <Checklist steps={steps} fold /> : null}
      <div className={deciding ? 'work' : 'work work--alone'}>
        <div className="work__main">
          <Section id="report" number={1} title="Report">
            <Account signal={signal} />
            {loaderData.reported ? <Spot point={loaderData.reported} /> : null}
          </Section>
          <Conversation
            signal={signal}
            floor={floor}
            to={to}
            sent={asking}
            next={next === 'conversation'}
            readOut={actionData && 'readOut' in actionData ? actionData.readOut : undefined}
          />
          <Section id="assessment" number={3} title="Assessment" problem={assessing.problem} floor={floor}>
            {closed ? (
              <p>{signal.assessment?.reason ?? 'Not assessed.'}</p>
            ) : (
              <Assess signal={signal} to={to} sent={assessing} next={next === 'assessment'} />
            )}
          </Section>
          {closed ? null : (
            <Section
              id="where"
              number={4}
              title="Where"
              problem={found ? undefined : where.problem}
              floor={floor}
            >
              <Where
                signal={signal}
                trips={found ?? loaderData.trips}
                searched={found !== undefined}
                trip={trip}
                place={place}
                counties={loaderData.counties}
                to={to}
                sent={where}
                next={next === 'where'}
              />
            </Section>
          )}
          <Consent
            signal={signal}
            to={to}
            sent={formOf(refusal, 'record-release', 'withdraw-release', 'move-to-help')}
            floor={floor}
          />
          {deciding ? (
            <Section
              id="plan"
              number={5}
              title="Meeting plan"
              problem={doNotTell.problem ?? takingBack.problem}
              floor={floor}
            >
              {held ? (
                <p className="note">
                  Held: no plan is made for a report that rests on looks or language only.
                </p>
              ) : plan && 'problem' in plan ? (
                <p className="note">
                  <strong>{plan.problem.title}.</strong> {in24Hours(plan.problem.detail)}
                </p>
              ) : drawn ? (
                <PlanPanel plan={drawn} trip={trip} county={loaderData.county} />
              ) : null}
              <DoNotTell
                choices={loaderData.withheld}
                to={to}
                panel="plan"
                sent={doNotTell}
                takingBack={takingBack}
                floor={floor}
                next={next === 'plan'}
                named={signal.doNotTellSettled ? null : signal.doNotTellWords}
              />
            </Section>
          ) : null}
          <Endings signal={signal} to={to} now={floor.now} refusal={refusal} />
        </div>
        <div className="work__side">
          {deciding ? <Checklist steps={steps} /> : null}
          {deciding ? (
            <Section id="decision" number={6} title="Decision" problem={deciding2.problem} floor={floor}>
              <WithheldNote words={signal.withheld} />
              {held ? (
                <p>
                  <strong>Held.</strong> Nobody is asked and nobody is told. If somebody has observed a
                  behaviour, or the person’s own words are known, <a href="#assessment">assess it again</a>.
                </p>
              ) : (
                <Decide
                  everyone={everyone}
                  me={me}
                  to={to}
                  plan={drawn}
                  passedOn={passedOn}
                  sent={deciding2}
                  next={next === 'decision' && passedOn.length === 0}
                  appearance={signal.appearance}
                />
              )}
            </Section>
          ) : null}
        </div>
      </div>
    </Desk>
  );
}

/** After danger now or a child, when it is over. */
function Ten({ loaded: { signal, floor }, to }: { loaded: Loaded; to: string }) {
  const heavy =
    (signal.assessment?.danger ?? signal.danger) === 'imminent' ||
    (signal.assessment?.ageGroup ?? signal.ageGroup) === 'minor';
  const over =
    signal.state === 'closed' ||
    signal.chat?.state === 'ended' ||
    (signal.response !== null && signal.response.state !== 'open');
  return heavy && over ? <TakeTen floor={floor} back={to} /> : null;
}

function Heading({
  loaded,
  to,
  problem,
}: {
  loaded: Loaded;
  to: string;
  /** Why the supervisor was not called. */
  problem: Refused['problem'] | undefined;
}) {
  const { signal, passedOn, floor } = loaded;
  const times = useTimes();
  const { response, assessment } = signal;
  const lines: ReactNode[] = [];
  if (signal.state === 'closed') lines.push(<strong>Closed.</strong>);
  if (response?.state === 'open') lines.push(<strong>Response open.</strong>);
  else if (response)
    lines.push(
      <strong>
        Response {response.state === 'closed' ? 'closed' : 'stood down'}
        {response.endedAt ? ` ${times.at(response.endedAt)}` : ''}.
      </strong>,
    );
  if (response) lines.push(<a href={`/console/responses/${response.id}`}>Open the response</a>);
  const last = passedOn.at(-1);
  if (last)
    lines.push(
      <>
        Passed on {times.at(last.at)} by {last.by}.
      </>,
    );
  if (assessment?.appearanceOnly)
    lines.push(
      <>
        <strong>Held</strong> because it rests on looks, language or a mixed family only. Nobody is sent on
        that.
      </>,
    );
  if (lines.length === 0)
    lines.push(
      <>
        <strong>Read.</strong> {assessment ? 'Assessed, not decided yet.' : 'Not assessed yet.'}
      </>,
    );
  return (
    <>
      <div className="heading">
        <h1>
          {doorWords[signal.door]} report, {times.at(signal.receivedAt)}{' '}
          <DangerTag danger={assessment?.danger ?? signal.danger} />
        </h1>
        <form method="post" action={to} className="heading__act no-print">
          <button className="small" name="do" value="supervisor" type="submit">
            Bring the supervisor in
          </button>
        </form>
        <Ten loaded={loaded} to={to} />
      </div>
      {problem ? <Refusal {...problem} /> : null}
      <Said floor={floor} panel="supervisor" />
      <p className="state">
        {lines.map((line, index) => (
          <span key={index}>{line} </span>
        ))}
        <a href={`${to}/documents`}>Documents ({loaded.documents})</a>{' '}
        <a href={`${to}/known`}>Who knows what, and why</a> <a href={`${to}/keeping`}>How long it is kept</a>{' '}
        <a href={`${to}/orders`}>Court orders</a>{' '}
        {floor.me.role === 'supervisor' ? (
          <>
            <a href={`/console/audit?kind=signal&id=${signal.id}`}>Who saw it</a>{' '}
            <a href="/console/glass">Break glass</a> <a href="/console/purges">To be destroyed</a>
          </>
        ) : null}
      </p>
    </>
  );
}
