/** Sign in: a passkey, the agency's own sign-in, or a password and a code. In the demonstration one click chooses who acts. */
import { redirect } from 'react-router';
import { servicesContext } from '../context.ts';
import { Button } from '../ui/forms.tsx';
import { roleWords } from '../ui/words.ts';
import type { Route } from './+types/sign-in';
import { Agency, PasswordForm, ShowPasskey } from './ways.tsx';
import { onward, whereTo, withTo } from './where-to.ts';

export const handle = { hydrate: true };
export const meta: Route.MetaFunction = () => [{ title: 'Sign in' }];

/** Why an agency's sign-in did not open anything here. */
const refusals: Readonly<Record<string, { title: string; detail: string }>> = {
  invited: {
    title: 'Nobody invited you here yet',
    detail:
      'Your agency knows you, and this hotline does not. An administrator here has to invite you first, at the e-mail address that your agency has for you.',
  },
  clock: {
    title: 'Your agency’s answer could not be trusted',
    detail:
      'It could not be verified, or it was given at another time than now: the clock of your agency’s sign-in or of this server may be wrong. Tell whoever runs them, and use a passkey meanwhile.',
  },
  key: {
    title: 'Your agency did not ask you for your key',
    detail:
      'It knew you from before, or it did not say when you signed in there. Nothing was opened and nothing was changed. Sign out at your agency and try again, or use a passkey.',
  },
  active: { title: 'You cannot sign in here any more', detail: 'An administrator can say why.' },
  agency: {
    title: 'Your agency’s sign-in did not work',
    detail: 'Nothing was changed. Try again, or use a passkey.',
  },
};

export async function loader({ request, context }: Route.LoaderArgs) {
  const services = context.get(servicesContext);
  const to = whereTo(request);
  const { signIn } = services;
  const asked = new URL(request.url).searchParams;
  if (!signIn)
    return {
      kind: 'none' as const,
      demo: services.instance.demo,
      people: services.demoPeople ? await services.demoPeople() : [],
      to,
    };
  const again = asked.get('again') !== null;
  const { state } = await signIn.standing(request.headers, services.now());
  if (state === 'open' && !again) throw redirect(to);
  if (state === 'locked' && !again) throw redirect(withTo('/sign-in/locked', to));
  const refused = asked.get('refused');
  return {
    kind: 'ways' as const,
    to,
    again: again && state === 'open',
    ready: asked.get('ready') !== null,
    agency: signIn.agencyName ?? null,
    refused: refused === null ? null : (refusals[refused] ?? refusals['agency']!),
  };
}

export async function action({ request, context }: Route.ActionArgs) {
  const services = context.get(servicesContext);
  const { signIn } = services;
  if (!signIn) throw redirect('/sign-in');
  const form = await request.formData();
  const text = (name: string) => String(form.get(name) ?? '');
  try {
    const given = { email: text('email'), password: text('password'), code: text('code') };
    const cookies = await signIn.signInWithPassword(given, request.headers);
    return onward(whereTo(request), cookies);
  } catch (error) {
    return { problem: services.problemOf(error), email: text('email').slice(0, 254) };
  }
}

export default function SignIn({ loaderData, actionData }: Route.ComponentProps) {
  if (loaderData.kind === 'none')
    return loaderData.demo ? (
      <>
        <h1>Who works today?</h1>
        <p>This is a demonstration on your own machine: nobody has to show a key. Choose who you are.</p>
        {loaderData.people.map(({ id, name, role }) => (
          <form method="post" action="/console" key={id}>
            <input type="hidden" name="staffId" value={id} />
            <input type="hidden" name="back" value={loaderData.to} />
            <p className="actions">
              <Button quiet name="do" value="act-as">
                {name}, {roleWords[role]}
              </Button>
            </p>
          </form>
        ))}
      </>
    ) : (
      <>
        <h1>Nobody can sign in here yet</h1>
        <p>Whoever runs this instance has to give it the connection of sign-in (AUTH_DATABASE_URL).</p>
      </>
    );
  const { to, again, ready, agency, refused } = loaderData;
  return (
    <>
      <h1>{again ? 'Show your key again' : 'Sign in'}</h1>
      <p>
        {again
          ? 'The next step cannot be taken back, so it asks once more who you are.'
          : 'For people who work here. Reports need no account.'}
      </p>
      {ready ? (
        <p className="note note--good">You are set up. Sign in with your password and the next code.</p>
      ) : null}
      {refused ? (
        <div className="note note--danger" role="alert">
          <strong>{refused.title}</strong>
          <p>{refused.detail}</p>
        </div>
      ) : null}
      <ShowPasskey to={to} />
      {agency ? <Agency name={agency} to={to} /> : null}
      <PasswordForm to={to} problem={actionData?.problem} email={actionData?.email} />
      <p className="hint">
        Lost every key? Two colleagues who are administrators or supervisors can let you in again.
      </p>
    </>
  );
}
