/** The sandbox phones: every text that would have left this machine, and the clock. A demonstration's page only. */
import { data, redirect } from 'react-router';
import type { Services } from '../../src/main/serving/services.ts';
import { servicesContext } from '../context.ts';
import { Button, Problem } from '../ui/forms.tsx';
import { dayTime } from '../ui/words.ts';
import type { Route } from './+types/phones';
import { type Phone, pageLink, Telephone, type Text } from './telephone.tsx';

export const meta: Route.MetaFunction = () => [{ title: 'Phones · demonstration' }];
const phoneLimit = 60;
const textsOfPhone = 6;

/** Looking at a link uses nothing up. */
async function linkOf(services: Services, body: string): Promise<Text['link']> {
  const [, path, token] = pageLink.exec(body) ?? [];
  if (!path || !token) return null;
  try {
    await services.peekLink(token);
    return { path, state: 'open' };
  } catch (error) {
    return { path, state: services.problemOf(error).code === 'link-used' ? 'used' : 'ended' };
  }
}

export async function loader({ context }: Route.LoaderArgs) {
  const services = context.get(servicesContext);
  if (!services.sandbox)
    throw data(
      { title: 'There is nothing here', detail: 'Phones exist in a demonstration only.' },
      { status: 404 },
    );
  const byAddress = new Map<string, Awaited<ReturnType<typeof services.sandbox.messages>>>();
  for (const message of await services.sandbox.messages())
    byAddress.set(message.address, [...(byAddress.get(message.address) ?? []), message]);
  const phones: Phone[] = [];
  for (const [address, messages] of [...byAddress].slice(0, phoneLimit)) {
    const texts: Text[] = [];
    for (const { id, wire, body, at } of messages.slice(0, textsOfPhone))
      texts.push({ id, wire, body, at, link: await linkOf(services, body) });
    phones.push({ address, holder: messages[0]?.holder ?? null, texts });
  }
  return { phones, now: services.now() };
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

function Clock({ now }: { now: Date }) {
  return (
    <form method="post" action="/sandbox" className="actions">
      <input type="hidden" name="do" value="clock" />
      <span>
        It is <strong>{dayTime(now)}</strong>. Move time forward:
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
  );
}

function NoTexts() {
  return (
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
  );
}

export default function Phones({ loaderData, actionData }: Route.ComponentProps) {
  return (
    <>
      <h1>Phones</h1>
      <p>Everything that would have left this machine lands here. Open a link to play that responder.</p>
      {actionData?.problem ? <Problem {...actionData.problem} /> : null}
      <Clock now={loaderData.now} />
      {loaderData.phones.length === 0 ? <NoTexts /> : null}
      <div className="phones">
        {loaderData.phones.map((phone, index) => (
          <Telephone key={phone.address} phone={phone} index={index} />
        ))}
      </div>
    </>
  );
}
