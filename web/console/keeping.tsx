/** How long a report is kept: legal holds, and destroying it by two people after notice. */
import { data } from 'react-router';
import type { HoldView, KeepingView, PurgeView } from '../../src/hotline/index.ts';
import { may } from '../../src/identity/core/index.ts';
import { servicesContext } from '../context.ts';
import { Button, Choices, Choose, TextArea } from '../ui/forms.tsx';
import type { Route } from './+types/keeping';
import { saved, whoActs } from './acting.ts';
import { Desk } from './frame.tsx';
import { formOf, type Refused, refused, type SentForm } from './kept.ts';
import { Refusal, Section } from './section.tsx';
import { useTimes } from './times.tsx';

export const meta: Route.MetaFunction = () => [{ title: 'How long it is kept · console' }];

const bases: Readonly<Record<HoldView['basis'], string>> = {
  'court-order': 'A court ordered it',
  investigation: 'An investigation needs it',
  claim: 'Somebody has a claim at law',
  'person-asked': 'The person asked that it be kept',
};
export const causeWords: Readonly<Record<PurgeView['cause'], string>> = {
  'person-asked': 'The person asked for it',
  'entered-in-error': 'It was entered in error',
  'court-order': 'A court ordered it',
  'kept-long-enough': 'It was kept as long as it should be',
};
const states: Readonly<Record<PurgeView['state'], string>> = {
  open: 'waiting',
  stopped: 'stopped',
  lapsed: 'lapsed: nobody else agreed in time',
  done: 'destroyed',
};

export async function loader({ request, context, params }: Route.LoaderArgs) {
  const services = context.get(servicesContext);
  const { acting, floor, everyone, headers } = await whoActs(request, context);
  const keeping = await services.keeping(acting, params.id).catch((error: unknown) => {
    const problem = services.problemOf(error);
    throw data({ title: problem.title, detail: problem.detail }, { status: problem.status });
  });
  return data({ floor, everyone, keeping }, headers);
}

export async function action({ request, context, params }: Route.ActionArgs) {
  const services = context.get(servicesContext);
  const { acting } = await whoActs(request, context);
  const form = await request.formData();
  const text = (name: string) => String(form.get(name) ?? '').trim();
  const acts: Readonly<Record<string, () => Promise<void>>> = {
    hold: () =>
      services.placeHold(acting, params.id, {
        basis: text('basis') as HoldView['basis'],
        reason: text('reason'),
        keepsNumber: text('keepsNumber') === 'yes',
      }),
    lift: () => services.liftHold(acting, params.id, text('hold')),
    'purge-ask': () => services.askPurge(acting, params.id, text('cause') as PurgeView['cause']),
    'purge-agree': () => services.approvePurge(acting, text('purge')),
    'purge-object': () => services.stopPurge(acting, text('purge')),
  };
  const what = text('do');
  try {
    await acts[what]?.();
    return saved(`/console/signals/${params.id}/keeping`, what, services.now());
  } catch (error) {
    const problem = services.problemOf(error);
    return data(refused(form, what, problem), { status: problem.status });
  }
}

type Name = (id: string | null) => string;

export default function Keeping({ loaderData, actionData }: Route.ComponentProps) {
  const { floor, everyone, keeping } = loaderData;
  const to = `/console/signals/${keeping.signalId}`;
  const nameOf: Name = (id) =>
    id === null
      ? 'the retention schedule'
      : (everyone.find((one) => one.id === id)?.name ?? 'somebody who left');
  return (
    <Desk
      floor={floor}
      back={`${to}/keeping`}
      trail={
        <>
          {may(floor.me.role, 'reports:read') ? <a href={to}>Report</a> : <span>Report</span>}
          <span aria-current="page">How long it is kept</span>
        </>
      }
    >
      <h1>How long this report is kept</h1>
      {actionData?.problem ? <Refusal {...actionData.problem} /> : null}
      {keeping.purgedAt ? <Gone at={keeping.purgedAt} /> : null}
      <Holds keeping={keeping} nameOf={nameOf} sent={formOf(actionData as Refused | undefined, 'hold')} />
      <Purges keeping={keeping} nameOf={nameOf} />
    </Desk>
  );
}

function Gone({ at }: { at: Date }) {
  const times = useTimes();
  return (
    <p className="note">
      Its words were destroyed on <time dateTime={new Date(at).toISOString()}>{times.day(at)}</time>. Nobody
      can read them any more, here or in a backup. That there was a report, and what was done about it, stays
      in the log.
    </p>
  );
}

function Holds({ keeping, nameOf, sent }: { keeping: KeepingView; nameOf: Name; sent: SentForm }) {
  const times = useTimes();
  return (
    <Section id="holds" title="Legal holds">
      {keeping.holds.length ? (
        <table className="rows">
          <thead>
            <tr>
              <th scope="col">Placed</th>
              <th scope="col">By</th>
              <th scope="col">Why</th>
              <th scope="col">Now</th>
            </tr>
          </thead>
          <tbody>
            {keeping.holds.map((hold) => (
              <tr key={hold.id}>
                <th scope="row" data-name="Placed">
                  {times.day(hold.placedAt)}
                </th>
                <td data-name="By">{nameOf(hold.placedBy)}</td>
                <td data-name="Why">
                  {bases[hold.basis]}
                  {hold.reason ? `: ${hold.reason}` : ''}
                  {hold.keepsNumber ? ' The number they gave is kept too.' : ''}
                </td>
                <td data-name="Now">
                  {hold.liftedAt ? (
                    `lifted on ${times.day(hold.liftedAt)} by ${nameOf(hold.liftedBy)}`
                  ) : (
                    <form method="post">
                      <input type="hidden" name="hold" value={hold.id} />
                      <button className="small" name="do" value="lift" type="submit">
                        Lift it
                      </button>
                    </form>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        <p>None. It may be destroyed when it is closed, after notice, by two people.</p>
      )}
      {keeping.purgedAt ? null : (
        <details open={sent.mine !== undefined}>
          <summary>Place a hold</summary>
          <form method="post">
            <Choose
              name="basis"
              label="Why it must be kept"
              value={sent.one('basis') ?? 'court-order'}
              options={Object.entries(bases)}
            />
            <TextArea
              name="reason"
              label="Who asks, and what for"
              maxLength={2000}
              required
              rows={2}
              value={sent.one('reason')}
            />
            <Choices
              name="keepsNumber"
              legend="Their telephone number or email address"
              hint="It is forgotten on its day, whatever else is kept, unless the order names it."
              options={[['yes', 'The order names it: keep it too']]}
              chosen={[sent.one('keepsNumber') ?? '']}
            />
            <Button name="do" value="hold">
              Place the hold
            </Button>
          </form>
        </details>
      )}
    </Section>
  );
}

function Purges({ keeping, nameOf }: { keeping: KeepingView; nameOf: Name }) {
  const times = useTimes();
  const open = keeping.purges.find(({ state }) => state === 'open');
  const ended = keeping.purges.filter(({ state }) => state !== 'open');
  const held = keeping.holds.some(({ liftedAt }) => liftedAt === null);
  return (
    <Section id="purge" title="Destroying it">
      {open ? (
        <>
          <p>
            <strong>{nameOf(open.askedBy)}</strong> asked on {times.day(open.askedAt)}:{' '}
            {causeWords[open.cause].toLowerCase()}. It happens on {times.day(open.noticeUntil)} at the
            earliest, when {open.approversNeeded} others have agreed.
          </p>
          <p>
            Agreed so far: {open.approvedBy.length ? open.approvedBy.map(nameOf).join(', ') : 'nobody'} (
            {open.approvedBy.length} of {open.approversNeeded}).
          </p>
          <form method="post" className="row">
            <input type="hidden" name="purge" value={open.id} />
            <Button name="do" value="purge-agree">
              I agree
            </Button>
            <button className="usa-button usa-button--outline" name="do" value="purge-object" type="submit">
              I object
            </button>
          </form>
          <p className="hint">It cannot be undone. Whoever was told keeps what they know.</p>
        </>
      ) : keeping.purgedAt ? null : held ? (
        <p>Nothing of it may be destroyed while a hold lies on it.</p>
      ) : keeping.state === 'closed' ? (
        <form method="post">
          <Choose
            name="cause"
            label="Why it should be destroyed"
            value="person-asked"
            options={Object.entries(causeWords)}
          />
          <p className="hint">
            Two others have to agree. For 14 days anybody may object or place a hold; then its keys are
            destroyed for good.
          </p>
          <Button name="do" value="purge-ask">
            Ask that it be destroyed
          </Button>
        </form>
      ) : (
        <p>It is open. It can be destroyed only after it was closed.</p>
      )}
      {ended.length ? (
        <ul>
          {ended.map((purge) => (
            <li key={purge.id}>
              Asked on {times.day(purge.askedAt)} by {nameOf(purge.askedBy)} (
              {causeWords[purge.cause].toLowerCase()}): {states[purge.state]}
              {purge.endedAt ? ` on ${times.day(purge.endedAt)}` : ''}
              {purge.state === 'stopped' && purge.endedBy ? ` by ${nameOf(purge.endedBy)}` : ''}.
            </li>
          ))}
        </ul>
      ) : null}
    </Section>
  );
}
