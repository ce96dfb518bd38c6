/** Who knows what about a case, and why: one row for each organization, the words they were shown, and who was not told. */
import { data } from 'react-router';
import type { KnownEntry } from '../../src/responses/index.ts';
import { servicesContext } from '../context.ts';
import type { Route } from './+types/known';
import { whoActs } from './acting.ts';
import { Desk } from './frame.tsx';
import { Section } from './section.tsx';
import { useTimes } from './times.tsx';

export const meta: Route.MetaFunction = () => [{ title: 'Who knows what · console' }];

export async function loader({ request, context, params }: Route.LoaderArgs) {
  const services = context.get(servicesContext);
  const { acting, floor, headers } = await whoActs(request, context);
  const known = await services.known(acting, params.id).catch((error: unknown) => {
    const problem = services.problemOf(error);
    throw data({ title: problem.title, detail: problem.detail }, { status: problem.status });
  });
  return data({ floor, known, signalId: params.id }, headers);
}

type Times = ReturnType<typeof useTimes>;

/** "meetingPoint" and "duty-page" as people write them. */
const plain = (item: string) =>
  item.replaceAll('-', ' ').replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** How words came before them. */
const ways: Readonly<Record<string, string>> = {
  'duty-page': 'on the duty page',
  sms: 'by text',
  email: 'by email',
  voice: 'by telephone',
  webhook: 'by webhook',
};

/** What became of it, in order; what has not happened is said too where it matters. */
function stands(told: KnownEntry, times: Times): string[] {
  return [
    told.deliveredAt
      ? `Delivered ${times.at(told.deliveredAt)}`
      : told.words.length
        ? 'Sent, not confirmed'
        : 'Not delivered',
    ...(told.openedAt ? [`Opened ${times.at(told.openedAt)}`] : []),
    told.shownAt ? `All seen ${times.at(told.shownAt)}` : 'Not all seen',
    ...(told.until ? [`Ends ${times.at(told.until)}`] : []),
    ...(told.revokedAt ? [`Revoked ${times.at(told.revokedAt)}`] : []),
  ];
}

const confirmed = (told: KnownEntry): string =>
  told.confirmedBy
    ? `${told.confirmedBy}${told.secondBy ? `, and ${told.secondBy} as the second person` : '; no second person'}`
    : 'By rule, at once';

function Words({ told, name }: { told: readonly KnownEntry[]; name: string }) {
  const times = useTimes();
  const words = told.flatMap((entry) => entry.words);
  if (words.length === 0) return <p className="hint">Nothing was shown or read out yet.</p>;
  return (
    <details>
      <summary>
        Word for word <span className="unseen">to {name}</span> ({words.length})
      </summary>
      <ul className="plain">
        {words.map((one) => (
          <li key={`${one.way} ${one.item} ${String(one.at)} ${one.words}`} className="entry">
            <div>{one.words}</div>
            <div className="hint">
              {plain(one.item)}, {ways[one.way] ?? plain(one.way)} {times.at(one.at)}
            </div>
          </li>
        ))}
      </ul>
    </details>
  );
}

export default function Known({ loaderData }: Route.ComponentProps) {
  const { floor, known, signalId } = loaderData;
  const back = `/console/signals/${signalId}`;
  return (
    <Desk
      floor={floor}
      back={back}
      trail={
        <>
          <a href={back}>Report</a> <span aria-current="page">Who knows what</span>
        </>
      }
    >
      <h1>Who knows what about this case, and why</h1>
      <Section id="told" title={`Told, or asked (${known.organizations.length})`}>
        <Told known={known} />
      </Section>
      <Section id="left-out" title={`Deliberately not told (${known.leftOut.length})`}>
        <LeftOut known={known} />
      </Section>
    </Desk>
  );
}

type KnownData = Route.ComponentProps['loaderData']['known'];

function Told({ known }: { known: KnownData }) {
  const times = useTimes();
  if (known.organizations.length === 0) return <p className="hint">Nobody has been told anything.</p>;
  return (
    <table className="rows">
      <thead>
        <tr>
          <th scope="col">Organization</th>
          <th scope="col">What</th>
          <th scope="col">Why</th>
          <th scope="col">Confirmed</th>
          <th scope="col">How it stands</th>
        </tr>
      </thead>
      <tbody>
        {known.organizations.map(({ organizationId, organizationName, told }) => (
          <tr key={organizationId}>
            <th scope="row" data-name="Who">
              <span className="name">{organizationName}</span>
            </th>
            <td data-name="What">
              {told.map((entry) => (
                <div key={entry.id}>
                  {entry.shownAt ? '' : 'Not seen yet: '}
                  {entry.items.map(plain).join(', ')}
                </div>
              ))}
              <Words told={told} name={organizationName} />
            </td>
            <td data-name="Why">
              {told.map((entry) => (
                <div key={entry.id}>
                  {entry.basisWords}. {entry.reason} <span className="hint">{entry.source}</span>
                </div>
              ))}
            </td>
            <td data-name="Confirmed">
              {told.map((entry) => (
                <div key={entry.id}>
                  {confirmed(entry)}, {times.at(entry.at)}
                </div>
              ))}
            </td>
            <td data-name="Now">
              {told.map((entry) => (
                <div key={entry.id}>{stands(entry, times).join('. ')}.</div>
              ))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function LeftOut({ known }: { known: KnownData }) {
  const times = useTimes();
  if (known.leftOut.length === 0) return <p className="hint">Nobody is on the do-not-tell list.</p>;
  return (
    <ul>
      {known.leftOut.map(({ organizationName, words, by, at }) => (
        <li key={`${organizationName} ${words}`}>
          <strong>{organizationName}</strong>: {words}{' '}
          <span className="hint">
            {by ? `${by}, ` : ''}
            {times.at(at)}
          </span>
        </li>
      ))}
    </ul>
  );
}
