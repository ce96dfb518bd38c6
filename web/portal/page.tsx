/** A responder's page, on a phone, with one hand: what is asked, yes or no, then only what is needed. */
import { redirect } from 'react-router';
import { outcomes } from '../../src/paging/core/index.ts';
import { servicesContext } from '../context.ts';
import { Button, Choose, Problem, TextField } from '../ui/forms.tsx';
import { clockTime } from '../ui/words.ts';
import type { Route } from './+types/page';
import { pageSession } from './session.ts';

export const meta: Route.MetaFunction = () => [{ title: 'Duty page' }];

export async function loader({ request, context }: Route.LoaderArgs) {
  const services = context.get(servicesContext);
  try {
    return { page: await services.page(pageSession(request)), problem: null };
  } catch (error) {
    return { page: null, problem: services.problemOf(error) };
  }
}

export async function action({ request, context }: Route.ActionArgs) {
  const services = context.get(servicesContext);
  const session = pageSession(request);
  const form = await request.formData();
  try {
    switch (form.get('do')) {
      case 'accept':
        await services.acceptPage(session);
        break;
      case 'decline':
        await services.declinePage(session, String(form.get('reason') ?? ''));
        break;
      case 'en-route':
        await services.reportEnRoute(
          session,
          new Date(services.now().getTime() + Number(form.get('minutes') || 0) * 60_000),
        );
        break;
      case 'staged':
        await services.reportStaged(session);
        break;
      case 'all-clear':
        await services.giveAllClear(session);
        break;
      case 'outcome':
        await services.reportOutcome(session, String(form.get('outcome') ?? ''));
        break;
    }
    return redirect('/portal');
  } catch (error) {
    return { problem: services.problemOf(error) };
  }
}

type Offer = Partial<{
  role: string;
  area: string;
  time: string;
  card: string[];
  lead: string;
  whoElse: string[];
  danger: string | null;
}>;
type Detail = Partial<{
  meetingPoint: string;
  arrival: string;
  staging: string;
  vehicle: string | null;
  car: string | null;
  description: string | null;
  language: string | null;
  instructions: string[];
}>;

const stateWords = {
  notified: 'Will you take this?',
  delivered: 'Will you take this?',
  'timed-out': 'The time to answer has run out. You can still say yes.',
  accepted: 'You have accepted.',
  'en-route': 'You are on your way.',
  staged: 'You are in place.',
  declined: 'You have declined. Thank you for saying so at once.',
  released: 'You are stood down. Thank you.',
} as const;

export default function Page({ loaderData, actionData }: Route.ComponentProps) {
  const { page } = loaderData;
  const problem = actionData?.problem ?? loaderData.problem;
  if (!page)
    return (
      <>
        <h1>Duty page</h1>
        {problem ? <Problem {...problem} /> : null}
      </>
    );
  const offer = page.offer as Offer;
  const detail = page.detail as Detail | null;
  const waiting = page.state === 'notified' || page.state === 'delivered' || page.state === 'timed-out';
  const coming = page.state === 'accepted' || page.state === 'en-route' || page.state === 'staged';
  return (
    <>
      <h1>Duty page {page.code}</h1>
      <p className="hint">{page.organizationName}</p>
      {problem ? <Problem {...problem} /> : null}
      <p className="note">
        <strong>{stateWords[page.state]}</strong> {page.releaseWords ?? ''}{' '}
        {page.state === 'delivered' || page.state === 'notified'
          ? `Answer by ${clockTime(page.answerBy)}.`
          : ''}
      </p>
      {offer.role ? (
        <>
          <h2>{offer.role}</h2>
          <p>
            {offer.area}, {offer.time}
          </p>
          {offer.danger ? <p className="note note--danger">{offer.danger}</p> : null}
          <p>{offer.lead}</p>
          {offer.whoElse?.length ? <p>Also asked: {offer.whoElse.join('; ')}.</p> : null}
        </>
      ) : null}
      {detail ? <Details detail={detail} /> : null}
      {offer.card ? (
        <div className="card">
          {offer.card.map((line) => (
            <p key={line}>{line}</p>
          ))}
        </div>
      ) : null}
      {waiting ? (
        <>
          <form method="post" action="/portal" className="actions">
            <Button name="do" value="accept">
              Yes, we take it
            </Button>
          </form>
          <form method="post" action="/portal">
            <TextField name="reason" label="If not, why? (a few words)" maxLength={200} />
            <Button quiet name="do" value="decline">
              No, ask the next
            </Button>
          </form>
        </>
      ) : null}
      {coming ? <Coming page={page} /> : null}
      {coming || page.state === 'released' ? (
        <form method="post" action="/portal">
          <Choose
            name="outcome"
            label="What became of it"
            value={page.outcome ?? 'no-contact'}
            options={outcomes.map((code) => [code, code.replaceAll('-', ' ')] as const)}
          />
          <Button quiet name="do" value="outcome">
            Report the outcome
          </Button>
        </form>
      ) : null}
      <p>
        Questions: call <strong>{page.callBackPhone}</strong>. <a href="/portal">Look again</a>
      </p>
    </>
  );
}

function Details({ detail }: { detail: Detail }) {
  const rows = [
    ['Where', detail.meetingPoint],
    ['Arrives', detail.arrival],
    ['Wait', detail.staging],
    ['On', detail.vehicle],
    ['Car', detail.car],
    ['To recognise', detail.description],
    ['Language', detail.language],
  ] as const;
  return (
    <>
      <dl>
        {rows.map(([name, value]) =>
          value ? (
            <div key={name}>
              <dt className="hint">{name}</dt>
              <dd>{value}</dd>
            </div>
          ) : null,
        )}
      </dl>
      <ul>
        {(detail.instructions ?? []).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </>
  );
}

function Coming({ page }: { page: { state: string; isLead: boolean; allClear: boolean } }) {
  return (
    <form method="post" action="/portal">
      {page.state === 'staged' ? null : (
        <TextField
          name="minutes"
          label="There in how many minutes?"
          inputMode="numeric"
          maxLength={4}
          value="20"
        />
      )}
      <div className="actions">
        {page.state === 'staged' ? null : (
          <Button name="do" value="en-route">
            On our way
          </Button>
        )}
        {page.state === 'staged' ? null : (
          <Button name="do" value="staged">
            In place
          </Button>
        )}
        {page.isLead && !page.allClear && page.state === 'staged' ? (
          <Button name="do" value="all-clear">
            All clear: the advocate may move
          </Button>
        ) : null}
      </div>
      {page.allClear ? <p>All clear was given.</p> : null}
    </form>
  );
}
