/** Somebody changes their own password. Nothing that was typed is sent back. */
import { data } from 'react-router';
import { needsStepUp, shortestPassword } from '../../src/identity/core/index.ts';
import { Button, Problem, TextField } from '../ui/forms.tsx';
import type { Route } from './+types/password';
import { onward } from './where-to.ts';
import { whoAsks } from './who-asks.ts';

export const meta: Route.MetaFunction = () => [{ title: 'Change your password' }];
const here = '/account/password';

export async function loader({ request, context }: Route.LoaderArgs) {
  const { house, signIn, who } = await whoAsks(request, context, here);
  const { passwordSetAt, email } = await signIn.ownKeys(who);
  return { has: passwordSetAt !== null, email, stale: needsStepUp(who, house.now()) };
}

export async function action({ request, context }: Route.ActionArgs) {
  const { house, signIn, who } = await whoAsks(request, context, here);
  const form = await request.formData();
  const text = (name: string) => String(form.get(name) ?? '');
  try {
    await signIn.changePassword(who, { old: text('old'), next: text('next') });
    return onward('/account?changed=1', []);
  } catch (error) {
    const problem = house.problemOf(error);
    return data({ problem }, { status: problem.status });
  }
}

const ofOld = ['password-wrong', 'password-path-closed'];
const ofNext = ['password-weak', 'password-same'];

export default function Password({ loaderData, actionData }: Route.ComponentProps) {
  const { has, email, stale } = loaderData;
  const problem = actionData?.problem;
  const again = stale || problem?.code === 'sign-in-again';
  return (
    <>
      <h1>Change your password</h1>
      <p>
        <a href="/account">Your account</a>
      </p>
      {problem ? <Problem title={problem.title} detail={problem.detail} /> : null}
      {has ? (
        <>
          {again ? (
            <div className="note">
              <p>This asks for your key first, since whoever finds an open desk must not be able to do it.</p>
              <p>
                <a href={`/sign-in?again=1&to=${here}`}>Show your key</a>
              </p>
            </div>
          ) : null}
          <form method="post" action={here}>
            {/* For the password manager of whoever has one. */}
            <input type="hidden" name="email" value={email} autoComplete="username" />
            <TextField
              name="old"
              label="The password you have now"
              type="password"
              autoComplete="current-password"
              error={problem && ofOld.includes(problem.code) ? problem.title : undefined}
              maxLength={1000}
              required
            />
            <TextField
              name="next"
              label="The new password"
              hint={`At least ${shortestPassword} characters. Four or five words that do not belong together are easy to keep. It must not be made of your name, your address, or words that others try first.`}
              type="password"
              autoComplete="new-password"
              error={problem && ofNext.includes(problem.code) ? problem.title : undefined}
              maxLength={1000}
              required
            />
            <p className="hint">
              You are signed out everywhere else. The codes of your app stay as they are.
            </p>
            <p className="actions">
              <Button>Change the password</Button>
            </p>
          </form>
        </>
      ) : (
        <p>You have none: you sign in with a passkey or by your agency. There is nothing to change here.</p>
      )}
    </>
  );
}
