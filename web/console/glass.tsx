/** Looking into a report that one's role does not show: asked for, granted by a second person, over after an hour. */
import { data, redirect } from 'react-router';
import type { BehindGlass, GlassView } from '../../src/hotline/index.ts';
import { servicesContext } from '../context.ts';
import { Button, TextArea, TextField } from '../ui/forms.tsx';
import type { Route } from './+types/glass';
import { saved, whoActs } from './acting.ts';
import { Desk } from './frame.tsx';
import { Refusal, Section } from './section.tsx';
import { useTimes } from './times.tsx';

export const meta: Route.MetaFunction = () => [{ title: 'Break glass · console' }];

export async function loader({ request, context }: Route.LoaderArgs) {
  const services = context.get(servicesContext);
  const { acting, floor, everyone, me, headers } = await whoActs(request, context);
  const looking = new URL(request.url).searchParams.get('look');
  let problem: { title: string; detail: string } | null = null;
  let behind: BehindGlass | null = null;
  if (looking)
    try {
      behind = await services.lookBehindGlass(acting, looking);
    } catch (error) {
      const { title, detail } = services.problemOf(error);
      problem = { title, detail };
    }
  const mayGrant = me.role === 'supervisor';
  return data(
    { floor, everyone, me, mayGrant, glasses: await services.glasses(acting), behind, problem },
    headers,
  );
}

export async function action({ request, context }: Route.ActionArgs) {
  const services = context.get(servicesContext);
  const { acting } = await whoActs(request, context);
  const form = await request.formData();
  const text = (name: string) => String(form.get(name) ?? '').trim();
  try {
    const what = text('do');
    if (what === 'look') return redirect(`/console/glass?look=${encodeURIComponent(text('glass'))}`);
    if (what === 'glass-ask') await services.askGlass(acting, text('signal'), text('reason'));
    if (what === 'glass-grant') await services.grantGlass(acting, text('glass'));
    if (what === 'glass-end') await services.endGlass(acting, text('glass'));
    return saved('/console/glass', what, services.now());
  } catch (error) {
    const { title, detail, status, code } = services.problemOf(error);
    return data({ problem: { title, detail, code } }, { status });
  }
}

const states: Readonly<Record<GlassView['state'], string>> = {
  asked: 'waits for a second person',
  open: 'open',
  over: 'over',
};

export default function Glass({ loaderData, actionData }: Route.ComponentProps) {
  const { floor, everyone, me, mayGrant, glasses, behind } = loaderData;
  const problem = actionData?.problem ?? loaderData.problem;
  const times = useTimes();
  const nameOf = (id: string) => everyone.find((one) => one.id === id)?.name ?? 'somebody who left';
  return (
    <Desk floor={floor} back="/console/glass" trail={<span aria-current="page">Break glass</span>}>
      <h1>Break glass</h1>
      {problem ? <Refusal {...problem} /> : null}
      {behind ? <Behind behind={behind} /> : null}
      <Section id="ask" title="Look into a report">
        <p>
          For those whose work shows them no reports. A supervisor has to agree; it lasts an hour; supervisors
          are told; everything you look at is on record.
        </p>
        <form method="post">
          <TextField name="signal" label="The report’s id" maxLength={36} required autoComplete="off" />
          <TextArea name="reason" label="Why you have to look" rows={2} maxLength={2000} required />
          <Button name="do" value="glass-ask">
            Ask
          </Button>
        </form>
      </Section>
      <Section id="glasses" title="The last 30 days">
        {glasses.length ? (
          <table className="rows">
            <thead>
              <tr>
                <th scope="col">Asked</th>
                <th scope="col">By</th>
                <th scope="col">Why</th>
                <th scope="col">Second person</th>
                <th scope="col">Now</th>
              </tr>
            </thead>
            <tbody>
              {glasses.map((glass) => (
                <tr key={glass.id}>
                  <th scope="row" data-name="Asked">
                    {times.at(glass.askedAt)}
                  </th>
                  <td data-name="By">{nameOf(glass.askedBy)}</td>
                  <td data-name="Why">{glass.reason ?? 'Destroyed with the report.'}</td>
                  <td data-name="Second">{glass.grantedBy ? nameOf(glass.grantedBy) : 'nobody yet'}</td>
                  <td data-name="Now">
                    {states[glass.state]}
                    {glass.state === 'over' ? null : ` until ${times.at(glass.until)}`}
                    {glass.state === 'over' ? null : (
                      <form method="post">
                        <input type="hidden" name="glass" value={glass.id} />
                        {glass.state === 'asked' && mayGrant && glass.askedBy !== me.id ? (
                          <button className="small" name="do" value="glass-grant" type="submit">
                            Agree
                          </button>
                        ) : null}
                        {glass.state === 'open' && glass.askedBy === me.id ? (
                          <button className="small" name="do" value="look" type="submit">
                            Look
                          </button>
                        ) : null}{' '}
                        <button className="small" name="do" value="glass-end" type="submit">
                          Close it
                        </button>
                      </form>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        ) : (
          <p>Nobody has asked.</p>
        )}
      </Section>
    </Desk>
  );
}

function Behind({ behind }: { behind: BehindGlass }) {
  const times = useTimes();
  return (
    <Section id="report" title="The report">
      <p className="hint">
        Came in {times.at(behind.receivedAt)}. You may look until {times.at(behind.glass.until)}.
      </p>
      <details>
        <summary>The person’s account. It may be hard to read. Open when you are ready.</summary>
        <p className="account">{behind.narrative}</p>
        {behind.ownWords ? (
          <p className="account">
            <strong>In their own words:</strong> {behind.ownWords}
          </p>
        ) : null}
        {behind.people ? <p className="account">Who is there: {behind.people}</p> : null}
        {behind.vehicle ? (
          <p className="account">Vehicle: {Object.values(behind.vehicle).join(', ')}</p>
        ) : null}
        {behind.appearance ? <p className="hint">How to recognise them: {behind.appearance}</p> : null}
        {behind.messages.map((message) => (
          <p
            className="account"
            key={`${message.from} ${new Date(message.at).getTime()} ${message.text.length}`}
          >
            <strong>{message.from === 'signaler' ? 'They wrote' : 'We wrote'}:</strong> {message.text}
          </p>
        ))}
      </details>
    </Section>
  );
}
