/** One's own keys and sessions. */
import { Button, Problem, TextField } from '../ui/forms.tsx';
import type { Route } from './+types/account';
import { AddPasskey } from './ways.tsx';
import { onward, outward } from './where-to.ts';
import { whoAsks } from './who-asks.ts';

export const handle = { hydrate: true };
export const meta: Route.MetaFunction = () => [{ title: 'Your account' }];

const methodWords = { passkey: 'passkey', agency: 'your agency', totp: 'password and code', password: '' };

export async function loader({ request, context }: Route.LoaderArgs) {
  const { house, signIn, who } = await whoAsks(request, context, '/account');
  const asked = new URL(request.url).searchParams;
  return {
    own: await signIn.ownKeys(who),
    timeZone: house.instance.timeZone,
    shown: asked.has('shown'),
    changed: asked.has('changed'),
  };
}

export async function action({ request, context }: Route.ActionArgs) {
  const { house, signIn, who } = await whoAsks(request, context, '/account');
  const form = await request.formData();
  const id = String(form.get('id') ?? '');
  try {
    switch (form.get('do')) {
      case 'sign-out':
        return outward(await signIn.signOut(request.headers));
      case 'name':
        await signIn.renamePasskey(who, id, String(form.get('name') ?? ''));
        break;
      case 'remove':
        await signIn.removePasskey(who, id);
        break;
      case 'end':
        await signIn.endSession(who, id);
        break;
      case 'keep-keys':
        await signIn.refuseOwnRecovery(who);
        break;
      case 'end-others':
        await signIn.endSessions(who.personId, who.personId, who.sessionId);
        break;
    }
    return onward('/account', []);
  } catch (error) {
    return { problem: house.problemOf(error) };
  }
}

export default function Account({ loaderData, actionData }: Route.ComponentProps) {
  const { own, timeZone, shown, changed } = loaderData;
  const problem = actionData?.problem;
  const at = (time: Date | null) =>
    time
      ? new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(
          new Date(time),
        )
      : '';
  return (
    <>
      {changed ? (
        <div className="note note--good" role="status">
          <strong>Your password is changed.</strong>
          <p>You were signed out everywhere else.</p>
        </div>
      ) : null}
      {shown ? (
        <div className="note note--good" role="status">
          <strong>Your key was seen.</strong>
          <p>Close this tab, go back to the one with your form, and press its button.</p>
        </div>
      ) : null}
      <h1>Your account</h1>
      <p>
        {own.email} · <a href="/console">Back to work</a>
      </p>
      {problem ? <Problem title={problem.title} detail={problem.detail} /> : null}
      {problem?.code === 'sign-in-again' ? (
        <p>
          <a href="/sign-in?again=1&to=/account">Show your key</a>
        </p>
      ) : null}
      {own.recovery ? (
        <div className="note note--danger" role="alert">
          <strong>Somebody says that you lost every key.</strong>
          <p>
            When a second person agrees, your keys and sessions end, and a new link is made in your name. If
            you did not ask for that, say so now, and tell a supervisor.
          </p>
          <form method="post" action="/account">
            <Button name="do" value="keep-keys">
              I have my keys: refuse it
            </Button>
          </form>
        </div>
      ) : null}
      <h2>Passkeys</h2>
      {own.passkeys.length === 0 ? <p>None yet.</p> : null}
      {own.passkeys.map((key) => (
        <form method="post" action="/account" key={key.id} className="panel">
          <input type="hidden" name="id" value={key.id} />
          <TextField
            name="name"
            label="Name"
            hint={`Made ${at(key.createdAt)}`}
            value={key.name ?? 'Passkey'}
            maxLength={60}
          />
          <p className="actions">
            <Button quiet name="do" value="name">
              Save the name
            </Button>
            <Button quiet name="do" value="remove">
              Remove this passkey
            </Button>
          </p>
        </form>
      ))}
      <h3>Add another one</h3>
      <p>Two keys on two devices: when one is lost, the other lets you in.</p>
      <AddPasskey to="/account" invited={false} again="/sign-in?again=1&to=/account" />
      {own.passwordSetAt ? (
        <>
          <h2 id="password">Password</h2>
          <p>
            You also have a password with codes from an app. It was set {at(own.passwordSetAt)}. If that was
            not you, call an administrator now.
          </p>
          <p>
            <a href="/account/password">Change the password</a>
          </p>
        </>
      ) : null}
      <h2>Where you are signed in</h2>
      <p className="hint">
        We do not keep where a device is or which browser it runs, so only times can be shown.
      </p>
      {own.sessions.map((session) => (
        <form method="post" action="/account" key={session.id}>
          <input type="hidden" name="id" value={session.id} />
          <p>
            {session.here ? <strong>This device</strong> : 'Another session'}: by{' '}
            {methodWords[session.method]}, since {at(session.authenticatedAt)}, last seen {at(session.seenAt)}{' '}
            {session.here ? null : (
              <button className="small" type="submit" name="do" value="end">
                End it
              </button>
            )}
          </p>
        </form>
      ))}
      <form method="post" action="/account">
        <p className="actions">
          <Button name="do" value="sign-out">
            Sign out
          </Button>
          <Button quiet name="do" value="end-others">
            Sign out everywhere else
          </Button>
        </p>
      </form>
    </>
  );
}
