/** A response, live: when it arrives, who is there, what has to be called. Without a script the page is the same and is looked at again. */
import { useEffect, useState } from 'react';
import { data, redirect } from 'react-router';
import { servicesContext } from '../context.ts';
import { Button, TextArea } from '../ui/forms.tsx';
import { phoneWords } from '../ui/words.ts';
import type { Route } from './+types/response';
import { saved, whoActs } from './acting.ts';
import { AlertList } from './alerts.tsx';
import { type Board, boardOf } from './board.ts';
import { recordCall } from './calling.ts';
import { CallRow } from './calls.tsx';
import { Carrier } from './carrier.tsx';
import {
  afterListing,
  DoNotTell,
  listFrom,
  takeBackFrom,
  WithheldNote,
  withheldChoices,
} from './do-not-tell.tsx';
import { Desk, TakeTen } from './frame.tsx';
import { Heading, Timeline } from './happening.tsx';
import { formOf, type Refused, refused } from './kept.ts';
import { useLive } from './live.ts';
import { Journey, PlanPanel } from './plan.tsx';
import { GiveLead, Pages, Roles, roleLine, Unfilled } from './roles.tsx';
import { Said, Section } from './section.tsx';
import { alertRows, callsInOrder } from './sorting.ts';
import { useTimes } from './times.tsx';
import { Told } from './told.tsx';

export const handle = { hydrate: true };
export const meta: Route.MetaFunction = () => [{ title: 'Response · console' }];

export async function loader({ request, context, params }: Route.LoaderArgs) {
  const services = context.get(servicesContext);
  const { me, acting, floor, headers } = await whoActs(request, context);
  const response = await services.response(acting, params.id).catch((error: unknown) => {
    const problem = services.problemOf(error);
    throw data({ title: problem.title, detail: problem.detail }, { status: problem.status });
  });
  const carriers = await services.carriersFor(acting, params.id);
  const asked = new URL(request.url).searchParams;
  const point = response.plan.stops.find(({ isMeetingPoint }) => isMeetingPoint);
  return data(
    {
      me,
      floor,
      response,
      carriers,
      withheld: await withheldChoices(
        services,
        acting,
        response.signalId,
        response.state === 'open' ? response.plan : null,
      ),
      board: await boardOf(services, acting),
      county: point ? services.countyAt(point) : null,
      reissued: asked.get('reissued'),
    },
    headers,
  );
}

export async function action({ request, context, params }: Route.ActionArgs) {
  const services = context.get(servicesContext);
  const { acting } = await whoActs(request, context);
  const form = await request.formData();
  const text = (name: string) => String(form.get(name) ?? '').trim();
  const here = `/console/responses/${params.id}`;
  const name = text('do');
  const done = (what = name, to = here) => saved(to, what, services.now());
  try {
    switch (name) {
      case 'stand-down':
        if (!text('reason'))
          return refused(
            form,
            name,
            { title: 'Why is it called off?', detail: 'Write a few words. Nobody was stood down yet.' },
            'reason',
          );
        await services.standDown(acting, params.id, text('reason'));
        return done();
      case 'lead':
        await services.giveLead(acting, params.id, text('role'), text('reason'));
        return done();
      case 'close':
        await services.closeResponse(acting, params.id);
        return done('close-response');
      case 'reissue':
        await services.reissueLink(acting, text('pageId'));
        return done(name, `${here}?reissued=${encodeURIComponent(text('pageId'))}`);
      case 'do-not-tell': {
        const { signalId } = await services.response(acting, params.id);
        const whom = await listFrom(services, acting, signalId, form);
        if ('problem' in whom) return whom;
        return done('response-do-not-tell', afterListing(whom, acting.staffId, here));
      }
      case 'take-back-do-not-tell': {
        const { signalId } = await services.response(acting, params.id);
        await takeBackFrom(services, acting, signalId, form);
        return done('response-take-back-do-not-tell');
      }
      case 'call':
        return (await recordCall(services, acting, form)) ?? done();
      case 'carrier-read-back': {
        const carriers = await services.carriersFor(acting, params.id);
        const chosen = carriers.find(({ organizationId }) => organizationId === text('organizationId'));
        if (chosen && text('decision')) return { draft: { ...chosen, decision: text('decision') } };
        const detail = chosen
          ? 'Write who at the lead agency decided it, and why. Nobody was told.'
          : 'Choose the carrier that runs the train or bus. Nobody was told.';
        return refused(form, name, { title: 'Something is missing', detail });
      }
      case 'carrier':
        await services.tellCarrier(acting, params.id, text('organizationId'), text('decision'));
        return done();
    }
    return redirect(here);
  } catch (error) {
    return refused(form, name, services.problemOf(error));
  }
}

export default function Response({ loaderData, actionData }: Route.ComponentProps) {
  const { floor } = loaderData;
  const { response, behind } = useLive(loaderData.response, loaderData.me.id);
  const to = `/console/responses/${response.id}`;
  const trail = (
    <>
      <a href={`/console/signals/${response.signalId}`}>Report</a>
      <span aria-current="page">Response</span>
    </>
  );
  return (
    <Desk floor={floor} back={to} trail={trail}>
      <Page
        loaded={loaderData}
        response={response}
        refusal={actionData && 'kept' in actionData ? (actionData as Refused) : undefined}
        draft={actionData && 'draft' in actionData ? actionData.draft : undefined}
        behind={behind}
        to={to}
      />
    </Desk>
  );
}

type Loaded = Route.ComponentProps['loaderData'];
type Seen = Loaded['response'];

function Page({
  loaded,
  response,
  refusal,
  draft,
  behind,
  to,
}: {
  loaded: Loaded;
  response: Seen;
  refusal: Refused | undefined;
  draft: { organizationId: string; name: string; decision: string } | undefined;
  behind: boolean;
  to: string;
}) {
  const times = useTimes();
  const { floor, carriers, reissued } = loaded;
  const board = useFloor(loaded.board, response.timeline.length);
  const open = response.state === 'open';
  const renewed = response.roles.flatMap(({ asked }) => asked).find(({ pageId }) => pageId === reissued);
  const carrier = formOf(refusal, 'carrier', 'carrier-read-back');
  const ending = formOf(refusal, 'stand-down', 'close');
  const listing = formOf(refusal, 'do-not-tell');
  const takingBack = formOf(refusal, 'take-back-do-not-tell');
  const pageIds = new Set(response.roles.flatMap(({ asked }) => asked.map(({ pageId }) => pageId)));
  const calls = callsInOrder(
    board.calls.filter(
      ({ pageId, subjectId }) =>
        (pageId !== null && pageIds.has(pageId)) ||
        subjectId === response.signalId ||
        subjectId === response.id,
    ),
  );
  const alerts = alertRows(
    board.alerts.filter(
      ({ responseId, signalId }) => responseId === response.id || signalId === response.signalId,
    ),
    board.queue,
  );
  const entry = board.queue.find(({ signalId }) => signalId === response.signalId);
  const heavy = entry?.danger === 'imminent' || entry?.ageGroup === 'minor';
  return (
    <>
      <Heading response={response} />
      <p role="status" className={behind ? 'note' : 'unseen'}>
        {behind ? 'Not up to date: the line is down. We keep trying; this page catches up by itself.' : ''}
      </p>
      {renewed ? (
        <p className="note note--good" role="status">
          A new link for duty page <strong>{renewed.code}</strong> is on its way to {renewed.organizationName}
          . Their earlier link no longer opens. If it does not arrive, call them and read the page aloud.
        </p>
      ) : null}
      {open ? (
        <Unfilled
          roles={response.roles}
          phones={new Map(calls.map((call) => [call.organizationName, phoneWords(call.phone)]))}
          desk={board.desk}
        />
      ) : heavy ? (
        <TakeTen floor={floor} back={to} />
      ) : null}
      <section className="panel" aria-label="The journey">
        <Journey
          plan={response.plan}
          trip={null}
          notes={open ? response.roles.map((role) => roleLine(role, times.at)) : []}
        />
      </section>
      <div className="columns dense">
        <div>
          <GiveLead response={response} to={to} refusal={refusal} />
          <Roles roles={response.roles} lead={response.leadOrganizationName} />
          <Section id="happened" title="What happened, newest first">
            <Timeline lines={response.timeline} />
          </Section>
        </div>
        <div>
          {calls.length || alerts.length ? (
            <Section id="calls" title={`To do by telephone (${calls.length})`} floor={floor}>
              <Said floor={floor} panel="alerts" />
              <AlertList rows={alerts} to="/console" back={to} />
              {calls.map((call) => (
                <CallRow key={call.id} call={call} to={to} open={call.kind === 'psap'} refusal={refusal} />
              ))}
            </Section>
          ) : null}
          <Pages roles={response.roles} to={to} open={open} refusal={refusal} />
          {open ? (
            <Section
              id="withheld"
              title="Do not tell"
              problem={listing.problem ?? takingBack.problem}
              floor={floor}
            >
              <WithheldNote words={response.withheld} />
              <DoNotTell
                choices={loaded.withheld}
                to={to}
                panel="withheld"
                sent={listing}
                takingBack={takingBack}
                floor={floor}
                next={false}
                named={null}
              />
            </Section>
          ) : null}
          <Carrier
            response={response}
            carriers={carriers}
            draft={draft}
            kept={carrier.one('decision')}
            to={to}
            floor={floor}
            problem={carrier.problem}
          />
          <Told disclosures={response.disclosures} signalId={response.signalId} />
          {open ? <Ending to={to} sent={ending} /> : null}
          <details>
            <summary>The plan as it was confirmed</summary>
            <PlanPanel plan={response.plan} county={loaded.county} />
          </details>
        </div>
      </div>
    </>
  );
}

/** Calls and alerts, asked for again whenever the response has moved on. */
function useFloor(first: Loaded['board'], lines: number): Loaded['board'] {
  const [board, setBoard] = useState(first);
  const [seen] = useState(lines);
  useEffect(() => setBoard(first), [first]);
  useEffect(() => {
    if (lines === seen) return;
    let here = true;
    void fetch('/console/board')
      .then((answer) => (answer.ok ? (answer.json() as Promise<Board>) : undefined))
      .catch(() => undefined)
      .then((newest) => {
        if (here && newest) setBoard(newest);
      });
    return () => {
      here = false;
    };
  }, [lines, seen]);
  return board;
}

function Ending({ to, sent }: { to: string; sent: ReturnType<typeof formOf> }) {
  return (
    <Section id="ending" title="Ending" problem={sent.problem}>
      <p className="hint">Either way everyone who was asked is told by a page.</p>
      <details open={sent.mine?.kept.form === 'stand-down'}>
        <summary>Call it off: stand everyone down</summary>
        <form method="post" action={`${to}#ending`}>
          <TextArea {...sent.field('reason')} label="Reason for calling it off" rows={2} />
          <Button quiet name="do" value="stand-down">
            Stand everyone down
          </Button>
        </form>
      </details>
      <form method="post" action={`${to}#ending`}>
        <Button quiet name="do" value="close">
          It is done: close
        </Button>
      </form>
    </Section>
  );
}
