/** An invitation's link. Looking at it, also by a preview, uses nothing up; the tap takes it out of the address. */
import { servicesContext } from '../context.ts';
import { Button, Problem } from '../ui/forms.tsx';
import type { Route } from './+types/link';
import { onward } from './where-to.ts';

export const meta: Route.MetaFunction = () => [{ title: 'Invitation' }];

const minutes = 60;
const cookie = (token: string): string =>
  `alight_invited=${token}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${minutes * 60}`;

export async function loader({ context, params }: Route.LoaderArgs) {
  const services = context.get(servicesContext);
  try {
    return { name: (await services.signIn?.invitation(params.token))?.name ?? null, problem: null };
  } catch (error) {
    return { name: null, problem: services.problemOf(error) };
  }
}

export async function action({ context, params }: Route.ActionArgs) {
  const services = context.get(servicesContext);
  try {
    await services.signIn?.invitation(params.token);
    return onward('/sign-in/invited', [cookie(params.token)]);
  } catch (error) {
    return { problem: services.problemOf(error) };
  }
}

export default function Invitation({ loaderData, actionData }: Route.ComponentProps) {
  const problem = actionData?.problem ?? loaderData.problem;
  return (
    <>
      <h1>You are invited</h1>
      {problem ? (
        <Problem {...problem} />
      ) : (
        <form method="post">
          <p>
            This link is for <strong>{loaderData.name}</strong>. It works once, on the device that you use
            now. Next you set up how you sign in.
          </p>
          <p className="actions">
            <Button>Go on</Button>
          </p>
        </form>
      )}
    </>
  );
}
