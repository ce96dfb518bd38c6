/** A responder's page, on a phone, with one hand: what is asked, yes or no, then only what is needed. */
import { redirect } from 'react-router';
import type { PageView } from '../../src/paging/index.ts';
import { card } from '../../src/responses/core/index.ts';
import { servicesContext } from '../context.ts';
import { Problem } from '../ui/forms.tsx';
import { Dial } from '../ui/said.tsx';
import { handTime } from '../ui/words.ts';
import type { Route } from './+types/page';
import { Answer, Coming, Outcome } from './answers.tsx';
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

const minuteMilliseconds = 60_000;

/** "25" → in 25 minutes. Empty is no answer; anything else is asked for again in words. */
function etaIn(now: Date, text: string): Date | 'unreadable' | undefined {
  if (text === '') return undefined;
  return /^\d{1,4}$/.test(text) ? new Date(now.getTime() + Number(text) * minuteMilliseconds) : 'unreadable';
}

const needMinutes = {
  title: 'How long until you can be there?',
  detail: 'Write the minutes as a number, for example 25. Nothing was changed.',
};

export async function action({ request, context }: Route.ActionArgs) {
  const services = context.get(servicesContext);
  const session = pageSession(request);
  const form = await request.formData();
  const text = (name: string) => String(form.get(name) ?? '').trim();
  const etaAt = etaIn(services.now(), text('minutes'));
  const answer = form.get('do');
  try {
    if (etaAt === 'unreadable' && (answer === 'accept' || answer === 'en-route'))
      return { problem: needMinutes, minutes: text('minutes') };
    const eta = etaAt === 'unreadable' ? undefined : etaAt;
    switch (answer) {
      case 'accept':
        await services.acceptPage(session, eta);
        break;
      case 'decline':
        await services.declinePage(session, text('reason'));
        break;
      case 'en-route': {
        const known = eta ?? (await services.page(session)).etaAt;
        if (!known) return { problem: needMinutes, minutes: '' };
        await services.reportEnRoute(session, known);
        break;
      }
      case 'staged':
        await services.reportStaged(session);
        break;
      case 'all-clear':
        await services.giveAllClear(session);
        break;
      case 'outcome':
        if (!text('outcome'))
          return {
            problem: { title: 'What became of it?', detail: 'Choose one line. Nothing was changed.' },
          };
        await services.reportOutcome(session, text('outcome'));
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

/** Why it ended, without the thanks that stand before it already. */
const endingOf = ({ releaseWords }: PageView): string =>
  (releaseWords ?? '').replace(stateWords.released, '').trim();

/** What a person wants to know next, in each state. */
function whatNow(page: PageView): string {
  switch (page.state) {
    case 'notified':
    case 'delivered':
      return `Answer by ${handTime(page.answerBy, true)}; then the next is asked.`;
    case 'timed-out':
      return 'Others may have been asked meanwhile.';
    case 'accepted':
    case 'en-route':
      return page.etaAt ? `You are expected at ${handTime(page.etaAt)}.` : '';
    case 'staged':
      return page.isLead || page.allClear ? '' : 'Wait for the all-clear of the lead.';
    case 'declined':
      return `The next is being asked; you need not do anything more. What you saw here is gone from this page. If you can come after all, call ${page.callBackPhone}.`;
    case 'released':
      return `${endingOf(page)} Nobody expects you any more. What you saw here is gone from this page.`.trim();
  }
}

export default function Page({ loaderData, actionData }: Route.ComponentProps) {
  const { page } = loaderData;
  const problem = actionData?.problem ?? loaderData.problem;
  if (!page)
    return (
      <>
        <h1>Duty page</h1>
        {problem ? <Problem {...problem} /> : null}
        <Card />
      </>
    );
  const offer = page.offer as Offer;
  const detail = page.detail as Detail | null;
  const waiting = page.state === 'notified' || page.state === 'delivered' || page.state === 'timed-out';
  const coming = page.state === 'accepted' || page.state === 'en-route' || page.state === 'staged';
  const minutes = actionData && 'minutes' in actionData ? actionData.minutes : undefined;
  return (
    <>
      <h1>Duty page {page.code}</h1>
      <p className="duty__who">{page.organizationName}</p>
      {problem ? <Problem {...problem} /> : null}
      <div className={page.state === 'released' || page.state === 'declined' ? 'note note--good' : 'note'}>
        <p>
          <strong>{stateWords[page.state]}</strong> {whatNow(page)}
        </p>
        {coming && page.allClear ? <p>All clear was given: the advocate may move.</p> : null}
        {waiting || coming ? (
          <p>
            <a className="usa-button usa-button--outline" href="#answer">
              {waiting ? 'Answer' : 'Say where you are'}
            </a>
          </p>
        ) : null}
      </div>
      {offer.role ? <Asked offer={offer} /> : null}
      {detail ? <Details detail={detail} /> : null}
      <Card />
      <div id="answer">
        {waiting ? <Answer minutes={minutes} /> : null}
        {coming ? <Coming page={page} minutes={minutes} /> : null}
      </div>
      {page.mayReportOutcome ? <Outcome reported={page.outcome} ended={!coming} /> : null}
      <p className="actions">
        <a className="usa-button usa-button--outline" href="/portal">
          Look again
        </a>
        <span>
          Questions: call{' '}
          <strong>
            <Dial number={page.callBackPhone} />
          </strong>
          .
        </span>
      </p>
    </>
  );
}

/** Said as the view has it: who leads and who else comes is known to the house, not to this page. */
function Asked({ offer }: { offer: Offer }) {
  return (
    <section className="duty__asked" aria-label="What is asked">
      <h2 className="name">{offer.role}</h2>
      <p>
        {offer.area}
        {offer.time ? (
          <>
            , <strong>{offer.time}</strong>
          </>
        ) : null}
      </p>
      {offer.danger ? <p className="note note--danger">{offer.danger}</p> : null}
      <p>{offer.lead}</p>
      {offer.whoElse?.length ? (
        <>
          <h3>Who else</h3>
          <ul>
            {offer.whoElse.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </>
      ) : null}
    </section>
  );
}

/** On every duty page, in every state. */
function Card() {
  return (
    <section className="card" aria-label="Before you act">
      <ul>
        {card.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
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
      <dl className="pairs duty__detail">
        {rows.map(([name, value]) =>
          value ? (
            <div key={name}>
              <dt>{name}</dt>
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
