/** Nobody was at the desk for half an hour. Nothing is lost; the key opens it where it was. */
import { redirect } from 'react-router';
import { servicesContext } from '../context.ts';
import { Button } from '../ui/forms.tsx';
import type { Route } from './+types/locked';
import { Agency, PasswordForm, ShowPasskey } from './ways.tsx';
import { outward, whereTo, withTo } from './where-to.ts';

export const handle = { hydrate: true };
export const meta: Route.MetaFunction = () => [{ title: 'Locked' }];

export async function loader({ request, context }: Route.LoaderArgs) {
  const services = context.get(servicesContext);
  const to = whereTo(request);
  const standing = await services.signIn?.standing(request.headers, services.now());
  if (standing?.state !== 'locked') throw redirect(withTo('/sign-in', to));
  return { to, agency: services.signIn?.agencyName ?? null };
}

/** Somebody else wants to sit down here. */
export async function action({ request, context }: Route.ActionArgs) {
  const { signIn } = context.get(servicesContext);
  return outward(signIn ? await signIn.signOut(request.headers) : []);
}

export default function Locked({ loaderData }: Route.ComponentProps) {
  const { to, agency } = loaderData;
  return (
    <>
      <h1>Locked, since nobody was here</h1>
      <p>
        After 30 minutes the desk locks itself. What was saved is there: show your key, and you are back where
        you were.
      </p>
      <ShowPasskey to={to} label="Unlock with your passkey" />
      {agency ? <Agency name={agency} to={to} /> : null}
      <PasswordForm to={to} />
      <form method="post">
        <p className="actions">
          <Button quiet>I am somebody else</Button>
        </p>
      </form>
    </>
  );
}
