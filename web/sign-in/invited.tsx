/** Whoever was invited sets up how they sign in: a passkey, or where the device has none, a password and a code. */
import { data } from 'react-router';
import type { Services } from '../../src/main/serving/services.ts';
import { servicesContext } from '../context.ts';
import { Button, Problem, TextField } from '../ui/forms.tsx';
import { roleWords } from '../ui/words.ts';
import type { Route } from './+types/invited';
import { AddPasskey, Agency } from './ways.tsx';
import { onward } from './where-to.ts';

export const handle = { hydrate: true };
export const meta: Route.MetaFunction = () => [{ title: 'Set up how you sign in' }];

const invitedIn = (request: Request): string | undefined =>
  /(?:^|; )alight_invited=([\w-]{20,100})(?:;|$)/.exec(request.headers.get('cookie') ?? '')?.[1];
const forget = 'alight_invited=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0';

const closed = (services: Services) => {
  if (!services.signIn)
    throw data(
      { title: 'There is nothing here', detail: 'Nobody signs in at this instance.' },
      { status: 404 },
    );
  return services.signIn;
};

export async function loader({ request, context }: Route.LoaderArgs) {
  const services = context.get(servicesContext);
  const signIn = closed(services);
  try {
    const invitation = await signIn.invitation(invitedIn(request));
    return { invitation, agency: signIn.agencyName ?? null, problem: null };
  } catch (error) {
    return { invitation: null, agency: null, problem: services.problemOf(error) };
  }
}

export async function action({ request, context }: Route.ActionArgs) {
  const services = context.get(servicesContext);
  const signIn = closed(services);
  const form = await request.formData();
  const token = invitedIn(request);
  try {
    if (form.get('do') === 'code') {
      await signIn.finishPassword(token, String(form.get('code') ?? ''));
      return onward('/sign-in?ready=1', [forget]);
    }
    return { key: await signIn.beginPassword(token, String(form.get('password') ?? '')), problem: null };
  } catch (error) {
    return { key: null, problem: services.problemOf(error) };
  }
}

export default function Invited({ loaderData, actionData }: Route.ComponentProps) {
  const { invitation, agency, problem } = loaderData;
  if (!invitation)
    return (
      <>
        <h1>This invitation does not open</h1>
        {problem ? <Problem {...problem} /> : null}
        <p>
          <a href="/sign-in">Sign in</a>
        </p>
      </>
    );
  if (actionData?.key) return <Codes codeKey={actionData.key} />;
  const role = roleWords[invitation.role as keyof typeof roleWords] ?? invitation.role;
  return (
    <>
      <h1>Welcome, {invitation.name}</h1>
      <p>
        You will work here as <strong>{role}</strong>.{' '}
        {invitation.again
          ? 'Your old keys and sessions ended; set up a new one.'
          : 'Set up how you sign in from now on.'}
      </p>
      <h2>A passkey</h2>
      <p>
        Your phone, computer or security key confirms that it is you, with its PIN, your finger or your face.
        Nothing can be read over your shoulder, and nothing of it leaves the device.
      </p>
      <AddPasskey to="/console" invited />
      {agency ? <Agency name={agency} to="/console" /> : null}
      <details
        open={actionData?.problem !== undefined && actionData.problem !== null && !isCode(actionData.problem)}
      >
        <summary>This device has no passkeys</summary>
        {actionData?.problem && !isCode(actionData.problem) ? <Problem {...actionData.problem} /> : null}
        <form method="post" action="/sign-in/invited">
          <TextField
            name="password"
            label="Choose a password"
            hint="At least 15 characters. Four or five words in a row are easy to keep."
            type="password"
            autoComplete="new-password"
            maxLength={128}
            required
          />
          <p className="actions">
            <Button name="do" value="password">
              Go on
            </Button>
          </p>
        </form>
      </details>
      {actionData?.problem && isCode(actionData.problem) ? <CodeForm problem={actionData.problem} /> : null}
    </>
  );
}

const isCode = ({ code }: { code: string }): boolean => code === 'code-wrong';

interface CodeKey {
  address: string;
  square: { size: number; path: string };
  key: string;
  spareCodes: readonly string[];
}

function Codes({ codeKey }: { codeKey: CodeKey }) {
  const { size, path } = codeKey.square;
  return (
    <>
      <h1>Now the codes</h1>
      <p>
        Besides the password you need a code from an authenticator app. On this device:{' '}
        <a href={codeKey.address}>open it in the app</a>. On another one, point its camera at this, or type
        the key below it there:
      </p>
      <svg
        viewBox={`0 0 ${size} ${size}`}
        width="200"
        height="200"
        role="img"
        aria-label="The key below, for the camera of an authenticator app"
        shapeRendering="crispEdges"
      >
        <rect width={size} height={size} fill="#fff" />
        <path d={path} fill="#000" />
      </svg>
      <p className="code">{codeKey.key.match(/.{1,4}/g)?.join(' ')}</p>
      <h2>Spare codes</h2>
      <p>Each opens once, when the app is lost. Write them down now; they are not shown again.</p>
      <ul className="columns-2">
        {codeKey.spareCodes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <CodeForm />
    </>
  );
}

function CodeForm({ problem }: { problem?: { title: string; detail: string } }) {
  return (
    <form method="post" action="/sign-in/invited">
      {problem ? <Problem {...problem} /> : null}
      <TextField
        name="code"
        label="The code that the app shows now"
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={10}
        required
      />
      <p className="actions">
        <Button name="do" value="code">
          Finish
        </Button>
      </p>
    </form>
  );
}
