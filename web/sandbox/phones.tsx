/** The sandbox phones: every text that would have left this machine, and the clock. A demonstration's page only. */
import { data, redirect } from 'react-router';
import { servicesContext } from '../context.ts';
import { Button, Problem } from '../ui/forms.tsx';
import { clockTime, dayTime, phoneWords } from '../ui/words.ts';
import type { Route } from './+types/phones';

export const meta: Route.MetaFunction = () => [{ title: 'Phones · demonstration' }];
const phoneLimit = 60;

export async function loader({ context }: Route.LoaderArgs) {
  const services = context.get(servicesContext);
  if (!services.sandbox)
    throw data(
      { title: 'There is nothing here', detail: 'Phones exist in a demonstration only.' },
      { status: 404 },
    );
  const phones = new Map<string, Awaited<ReturnType<typeof services.sandbox.messages>>>();
  for (const message of await services.sandbox.messages())
    phones.set(message.address, [...(phones.get(message.address) ?? []), message]);
  return { phones: [...phones].slice(0, phoneLimit), now: services.now() };
}

export async function action({ request, context }: Route.ActionArgs) {
  const services = context.get(servicesContext);
  if (!services.sandbox) throw data({ title: 'There is nothing here' }, { status: 404 });
  const form = await request.formData();
  try {
    if (form.get('do') === 'clock')
      await services.sandbox.moveClock({ advanceSeconds: Number(form.get('seconds')) || 0 });
    if (form.get('do') === 'reply' && String(form.get('body')).trim())
      await services.sandbox.reply(String(form.get('address')), String(form.get('body')));
    return redirect('/sandbox');
  } catch (error) {
    return { problem: services.problemOf(error) };
  }
}

/** The link in a text, as something to tap. */
function Body({ text }: { text: string }) {
  const link = /(https?:\/\/\S+?)(\/p\/[\w-]+)/.exec(text);
  if (!link) return <>{text}</>;
  const [before, after] = text.split(link[0]);
  return (
    <>
      {before}
      <a href={link[2]}>{link[0]}</a>
      {after}
    </>
  );
}

export default function Phones({ loaderData, actionData }: Route.ComponentProps) {
  return (
    <>
      <h1>Phones</h1>
      <p>Everything that would have left this machine lands here. Open a link to play that responder.</p>
      {actionData?.problem ? <Problem {...actionData.problem} /> : null}
      <form method="post" action="/sandbox" className="actions">
        <input type="hidden" name="do" value="clock" />
        <span>
          It is <strong>{dayTime(loaderData.now)}</strong>. Move time forward:
        </span>
        {[
          ['30', '30 seconds'],
          ['300', '5 minutes'],
          ['3600', '1 hour'],
          ['86400', '1 day'],
        ].map(([seconds, label]) => (
          <Button key={seconds} quiet name="seconds" value={seconds!}>
            {label}
          </Button>
        ))}
        <a className="go" href="/sandbox">
          Look again
        </a>
      </form>
      {loaderData.phones.length === 0 ? (
        <div className="note">
          <p>
            <strong>No texts yet.</strong> Pages land here once a response is confirmed:
          </p>
          <ol>
            <li>
              <a href="/report?door=professional">Report something on train 311</a>, as a conductor would.
            </li>
            <li>
              <a href="/console">Read it in the console</a>, ask back, assess it, link the trip and confirm.
            </li>
            <li>Look again here, and open a link to play that responder.</li>
          </ol>
        </div>
      ) : null}
      {loaderData.phones.map(([address, messages], index) => (
        <section key={address} className="phone">
          <h2>{phoneWords(address)}</h2>
          {messages.slice(0, 10).map((message) => (
            <p className="bubble" key={message.id}>
              <span className="hint">
                {clockTime(message.at)} {message.wire}
              </span>
              <Body text={message.body} />
            </p>
          ))}
          <form method="post" action="/sandbox" className="actions">
            <input type="hidden" name="do" value="reply" />
            <input type="hidden" name="address" value={address} />
            <label className="hint" htmlFor={`reply-${index}`}>
              Answer by text
            </label>
            <input className="input" id={`reply-${index}`} name="body" maxLength={300} />
            <Button quiet>Send</Button>
          </form>
        </section>
      ))}
    </>
  );
}
