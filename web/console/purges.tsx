/** What somebody asked to be destroyed and two others have not decided yet: for whoever has to agree, and whoever would object. */
import { data } from 'react-router';
import { servicesContext } from '../context.ts';
import type { Route } from './+types/purges';
import { whoActs } from './acting.ts';
import { Desk } from './frame.tsx';
import { causeWords } from './keeping.tsx';
import { Section } from './section.tsx';
import { useTimes } from './times.tsx';

export const meta: Route.MetaFunction = () => [{ title: 'To be destroyed · console' }];

export async function loader({ request, context }: Route.LoaderArgs) {
  const { acting, floor, everyone, headers } = await whoActs(request, context);
  return data({ floor, everyone, purges: await context.get(servicesContext).purges(acting) }, headers);
}

export default function Purges({ loaderData }: Route.ComponentProps) {
  const { floor, everyone, purges } = loaderData;
  const times = useTimes();
  const nameOf = (id: string | null) =>
    id === null
      ? 'the retention schedule'
      : (everyone.find((one) => one.id === id)?.name ?? 'somebody who left');
  return (
    <Desk floor={floor} back="/console/purges" trail={<span aria-current="page">To be destroyed</span>}>
      <h1>To be destroyed</h1>
      <Section id="purges" title="Not decided yet">
        {purges.length ? (
          <table className="rows">
            <thead>
              <tr>
                <th scope="col">Asked</th>
                <th scope="col">By</th>
                <th scope="col">Why</th>
                <th scope="col">Agreed</th>
                <th scope="col">Not before</th>
              </tr>
            </thead>
            <tbody>
              {purges.map((purge) => (
                <tr key={purge.id}>
                  <th scope="row" data-name="Asked">
                    <a href={`/console/signals/${purge.signalId}/keeping`}>{times.day(purge.askedAt)}</a>
                  </th>
                  <td data-name="By">{nameOf(purge.askedBy)}</td>
                  <td data-name="Why">{causeWords[purge.cause]}</td>
                  <td data-name="Agreed">
                    {purge.approvedBy.length} of {purge.approversNeeded}
                  </td>
                  <td data-name="Not before">{times.day(purge.noticeUntil)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        ) : (
          <p>Nobody has asked for anything to be destroyed.</p>
        )}
        <p className="hint">Open one to agree or to object. For 14 days nothing is destroyed.</p>
      </Section>
    </Desk>
  );
}
