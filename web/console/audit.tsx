/** Who saw what: a plain table from the audit log, for a supervisor who has to tell somebody who saw their report. */
import { data } from 'react-router';
import type { SightQuestion } from '../../src/main/who-saw.ts';
import { servicesContext } from '../context.ts';
import { Button, Choose, Problem, TextField } from '../ui/forms.tsx';
import type { Route } from './+types/audit';
import { whoActs } from './acting.ts';
import { Desk, homeOf } from './frame.tsx';
import { Section } from './section.tsx';
import { useTimes } from './times.tsx';

export const meta: Route.MetaFunction = () => [{ title: 'Who saw what · console' }];

const kinds = { signal: 'Report', case: 'Case', person: 'Person' } as const;
const here = '/console/audit';
const rowsOnPage = 100;
const dayShape = /^\d{4}-\d\d-\d\d$/;
const dayMilliseconds = 86_400_000;

/** The first moment of a day, in UTC; undefined when none was given. */
const dayOf = (text: string, days = 0): Date | undefined =>
  dayShape.test(text) && !Number.isNaN(Date.parse(text))
    ? new Date(Date.parse(text) + days * dayMilliseconds)
    : undefined;

export async function loader({ request, context }: Route.LoaderArgs) {
  const services = context.get(servicesContext);
  const { acting, floor, headers } = await whoActs(request, context);
  const asked = new URL(request.url).searchParams;
  const text = (name: string) => (asked.get(name) ?? '').trim().slice(0, 100);
  const kind = (Object.keys(kinds).find((known) => known === text('kind')) ??
    'signal') as SightQuestion['kind'];
  const form = { kind, id: text('id'), since: text('since'), until: text('until') };
  if (!form.id) return data({ floor, form, answer: null, problem: null }, headers);
  const question: SightQuestion = {
    kind,
    id: form.id,
    since: dayOf(form.since),
    until: dayOf(form.until, 1),
    limit: rowsOnPage,
    ...(text('after') ? { after: text('after') } : {}),
  };
  try {
    const answer = await services.whoSaw(acting, question);
    return data({ floor, form, answer, problem: null }, headers);
  } catch (error) {
    const problem = services.problemOf(error);
    return data(
      { floor, form, answer: null, problem: { title: problem.title, detail: problem.detail } },
      { ...headers, status: problem.status },
    );
  }
}

type Loaded = Route.ComponentProps['loaderData'];

export default function Audit({ loaderData }: Route.ComponentProps) {
  const { floor, form, answer, problem } = loaderData;
  return (
    <Desk
      floor={floor}
      back={here}
      trail={homeOf(floor.me.role).to === here ? null : <span aria-current="page">Who saw what</span>}
    >
      <h1>Who saw what</h1>
      <Section id="ask" title="About whom or what">
        {problem ? <Problem {...problem} /> : null}
        <form method="get" action="/console/audit" className="row">
          <Choose name="kind" label="Kind" value={form.kind} options={Object.entries(kinds)} />
          <TextField
            name="id"
            label="Its id"
            hint="From the address of its page."
            value={form.id}
            maxLength={36}
            required
            autoComplete="off"
          />
          <TextField name="since" label="From" hint="First day, in UTC." type="date" value={form.since} />
          <TextField name="until" label="To" hint="Last day, in UTC." type="date" value={form.until} />
          <div>
            <Button>Show</Button>
          </div>
        </form>
        <p className="hint">
          A page that stays open is listed once for each report in half an hour. That you asked is on record
          as well.
        </p>
      </Section>
      {answer ? <Sights answer={answer} form={form} /> : null}
    </Desk>
  );
}

function Sights({ answer, form }: { answer: NonNullable<Loaded['answer']>; form: Loaded['form'] }) {
  const times = useTimes();
  if (answer.sights.length === 0)
    return (
      <Section id="sights" title="Nobody">
        <p>The log has nothing about it in this time.</p>
      </Section>
    );
  const next = new URLSearchParams({ ...form, after: answer.next ?? '' });
  return (
    <Section id="sights" title="Newest first">
      <table className="rows">
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">Who</th>
            <th scope="col">What</th>
            <th scope="col">Entry in the log</th>
          </tr>
        </thead>
        <tbody>
          {answer.sights.map((sight) => (
            <tr key={`${sight.sequence}-${sight.at}-${sight.subjectId}-${sight.action}-${sight.view}`}>
              <th scope="row" data-name="When">
                <time dateTime={new Date(sight.at).toISOString()}>
                  {times.day(sight.at)} {times.at(sight.at)}
                </time>
              </th>
              <td data-name="Who">{sight.actorName}</td>
              <td data-name="What">
                {sight.words}
                {(sight.recordCount ?? 0) > 1 ? ` (one of ${sight.recordCount} records shown)` : ''}
                {sight.spooled ? ' (kept aside while the log took no entry)' : ''}
              </td>
              <td data-name="Entry">{sight.sequence ?? 'in a moment'}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {answer.next ? <a href={`/console/audit?${next}`}>Older ones</a> : <p>That is all.</p>}
    </Section>
  );
}
