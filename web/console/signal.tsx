/** One report: read it, ask back, assess, link the trip, look at the plan, decide. Two buttons of the same size. */
import { data, redirect } from 'react-router';
import type { Services } from '../../src/main/services.ts';
import type { Observation } from '../../src/signals/core/index.ts';
import type { TripChoice } from '../../src/transit/index.ts';
import { servicesContext } from '../context.ts';
import { Button, Problem, TextArea, TextField } from '../ui/forms.tsx';
import { DangerTag, Panel, Talk } from '../ui/pieces.tsx';
import { dayTime, doorWords } from '../ui/words.ts';
import type { Route } from './+types/signal';
import { Account } from './account.tsx';
import { whoActs } from './acting.ts';
import { Assess } from './assess.tsx';
import { Consent, NotToTell, releaseOf } from './consent.tsx';
import { Decide, PassedOnNote } from './decide.tsx';
import { ActingAs } from './frame.tsx';
import { Plan } from './plan.tsx';
import { Trip } from './trip.tsx';

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
  const trips = await tripsOf(services, signal.transit?.['line']);
  const trip = signal.trip ? await services.trip(signal.trip).catch(() => null) : null;
  const plan =
    signal.response?.state === 'open' ? null : await services.plan(acting, params.id).catch(failed);
  const passedOn = await services.passedOn(acting, params.id);
  return { everyone, me, signal, trips, trip, plan, passedOn };
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
          // What is no behaviour is kept in: the command refuses it in words.
          observedBehaviours: form.getAll('observedBehaviours').map((code) => String(code) as Observation),
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
          description: text('description') || undefined,
        });
        return redirect(`/console/responses/${responseId}`);
      }
      case 'pass-on':
      case 'pass-on-again':
        await services.passOnAsInformation(acting, params.id, text('reason'), {
          again: form.get('do') === 'pass-on-again',
          description: text('description') || undefined,
        });
        break;
      case 'record-release':
        await services.recordRelease(acting, params.id, releaseOf(form));
        break;
      case 'withdraw-release':
        await services.takeBackRelease(acting, params.id, text('releaseId'));
        break;
      case 'move-to-help':
        await services.moveToHelp(acting, params.id, text('reason'));
        break;
      case 'settle-do-not-tell':
        await services.settleDoNotTell(acting, params.id, text('reason'));
        break;
      case 'close':
        await services.closeSignal(acting, params.id, text('reason'));
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
  const { everyone, me, signal, trips, trip, plan, passedOn } = loaderData;
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
      <PassedOnNote passedOn={passedOn} />
      <div className="columns">
        <div>
          <Account signal={signal} />
          <Panel title="Conversation">
            <Talk messages={signal.messages} we="advocate" />
            {signal.messages.some(({ byText }) => byText) ? (
              <p className="hint">Some of it came as a text. Whoever holds the code does not see that.</p>
            ) : null}
            {signal.textsStopped ? (
              <p className="note">
                They answered STOP: nothing is texted to them. They see it with their code.
              </p>
            ) : null}
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
          <NotToTell signal={signal} to={to} />
          <Consent signal={signal} to={to} />
          {plan ? (
            <>
              <Panel title="Meeting plan">
                {'problem' in plan ? (
                  <p className="note">
                    <strong>{plan.problem.title}.</strong> {plan.problem.detail}
                  </p>
                ) : (
                  <Plan plan={plan} to={to} />
                )}
              </Panel>
              <Panel title="Decision">
                <Decide
                  everyone={everyone}
                  me={me}
                  to={to}
                  plan={'problem' in plan ? null : plan}
                  passedOn={passedOn}
                  reason={
                    ['confirm', 'pass-on', 'pass-on-again'].includes(kept['do'] ?? '')
                      ? kept['reason']
                      : undefined
                  }
                />
              </Panel>
            </>
          ) : null}
          <Panel title="Ending">
            {signal.state === 'closed' && signal.closedReason ? <p>Closed: {signal.closedReason}</p> : null}
            <form method="post" action={to}>
              <TextField
                name="reason"
                label="Why it may be closed"
                maxLength={1000}
                value={kept['do'] === 'close' ? kept['reason'] : undefined}
              />
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
