/** What was set aside as likely floods: how much, since when, each report to be read, and all of it back with one tap. */
import { data } from 'react-router';
import { may } from '../../src/identity/core/index.ts';
import { servicesContext } from '../context.ts';
import { DangerTag } from '../ui/pieces.tsx';
import { doorWords } from '../ui/words.ts';
import type { Route } from './+types/floods';
import { whoActs } from './acting.ts';
import { afterOf } from './board.ts';
import { answerOf, deskAction } from './desk-action.ts';
import { Desk } from './frame.tsx';
import { formOf } from './kept.ts';
import { Section } from './section.tsx';
import { useTimes } from './times.tsx';

export const meta: Route.MetaFunction = () => [{ title: 'Set aside · console' }];
const here = '/console/floods';

export async function loader({ request, context }: Route.LoaderArgs) {
  const services = context.get(servicesContext);
  const { me, acting, floor, headers } = await whoActs(request, context);
  const floodId = new URL(request.url).searchParams.get('flood') ?? undefined;
  const page = await services.floods(acting, { floodId, after: afterOf(request) });
  return data({ floor, page, decides: may(me.role, 'floods:decide') }, headers);
}

export const action = (posted: Route.ActionArgs) =>
  deskAction(posted, {
    'flood-back': async ({ services, acting, text }) => {
      await services.bringBack(acting, text('id'));
      return { to: `${here}#floods` };
    },
    'flood-aside': async ({ services, acting, text }) => {
      await services.setAsideAgain(acting, text('id'));
      return { to: `${here}#floods` };
    },
  });

type Page = Route.ComponentProps['loaderData']['page'];
type Flood = Page['floods'][number];

export default function Floods({ loaderData, actionData }: Route.ComponentProps) {
  const { floor, page, decides } = loaderData;
  const { refusal } = answerOf(actionData);
  return (
    <Desk floor={floor} back={here} trail={<span aria-current="page">Set aside</span>}>
      <h1>Set aside</h1>
      <p className="hint">
        Reports that say nearly the same as many others that came at once, and that nobody has read. Never one
        with danger now, with a train or bus, or from a partner. The first of each stay in the queue. Nothing
        here is lost: whoever opens one takes it into the queue, and so does the person who writes to it.
      </p>
      <Section
        id="floods"
        title={`Likely floods (${page.floods.length})`}
        problem={formOf(refusal, 'flood-back', 'flood-aside', '').problem}
        floor={floor}
      >
        {page.floods.length ? (
          <List floods={page.floods} shown={page.shown} decides={decides} />
        ) : (
          <p className="hint">None. Nothing is set aside.</p>
        )}
      </Section>
      {page.entries.length ? <Entries page={page} /> : null}
    </Desk>
  );
}

function List({
  floods,
  shown,
  decides,
}: {
  floods: readonly Flood[];
  shown: string | null;
  decides: boolean;
}) {
  const times = useTimes();
  return (
    <table className="rows">
      <thead>
        <tr>
          {['Noticed', 'Last came', 'Set aside', 'State'].map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {floods.map((flood) => (
          <tr key={flood.id} aria-current={flood.id === shown ? 'true' : undefined}>
            <th scope="row" data-name="Noticed">
              {times.day(flood.noticedAt)}, {times.at(flood.noticedAt)}
            </th>
            <td data-name="Last came">{times.at(flood.lastAt)}</td>
            <td data-name="Set aside">
              {flood.size} in all, {flood.waiting} here now
              {flood.waiting && flood.id !== shown ? (
                <>
                  {' '}
                  <a href={`${here}?flood=${flood.id}`}>List them</a>
                </>
              ) : null}
            </td>
            <td data-name="State">
              {flood.releasedAt
                ? `Brought back ${times.at(flood.releasedAt)} by ${flood.releasedByName}`
                : 'Set aside; more like it will be, too.'}{' '}
              <Decide flood={flood} decides={decides} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Decide({ flood, decides }: { flood: Flood; decides: boolean }) {
  const times = useTimes();
  if (!decides) return <p className="hint">A supervisor can bring all of it back.</p>;
  const what = `of ${times.at(flood.noticedAt)}`;
  return (
    <form method="post" action={here}>
      <input type="hidden" name="id" value={flood.id} />
      {flood.releasedAt ? (
        <button className="small" name="do" value="flood-aside" type="submit">
          Set aside again<span className="unseen"> what is unread {what}</span>
        </button>
      ) : (
        <button className="small" name="do" value="flood-back" type="submit">
          Bring all back<span className="unseen"> {what}</span>
        </button>
      )}
    </form>
  );
}

function Entries({ page }: { page: Page }) {
  const times = useTimes();
  const next = page.after + page.entries.length;
  return (
    <Section id="entries" title="Reports in it, longest waiting first">
      <ol className="entries" start={page.after + 1}>
        {page.entries.map((entry) => (
          <li key={entry.signalId}>
            <DangerTag danger={entry.danger as 'soon'} /> {doorWords[entry.door as 'tip']}, since{' '}
            {times.at(entry.receivedAt)}{' '}
            <a href={`/console/signals/${entry.signalId}`}>
              Read<span className="unseen"> report of {times.at(entry.receivedAt)}</span>
            </a>
          </li>
        ))}
      </ol>
      <p>
        {page.after > 0 ? <a href={`${here}?flood=${page.shown}`}>First of them</a> : null}{' '}
        {page.entries.length === 100 ? <a href={`${here}?flood=${page.shown}&after=${next}`}>More</a> : null}
      </p>
    </Section>
  );
}
