/** A responder's link. Looking at it, also by a preview, uses nothing up: the confirming tap does. */
import { redirect } from 'react-router';
import { servicesContext } from '../context.ts';
import { Button, Problem } from '../ui/forms.tsx';
import { Dial } from '../ui/said.tsx';
import type { Route } from './+types/link';
import { pageCookie } from './session.ts';

export const meta: Route.MetaFunction = () => [{ title: 'Duty page' }];

export async function loader({ context, params }: Route.LoaderArgs) {
  const services = context.get(servicesContext);
  const { phone } = services.instance;
  try {
    return { code: (await services.peekLink(params.token)).code, problem: null, phone };
  } catch (error) {
    return { code: null, problem: services.problemOf(error), phone };
  }
}

export async function action({ context, params }: Route.ActionArgs) {
  const services = context.get(servicesContext);
  try {
    const { session } = await services.exchangeLink(params.token);
    return redirect('/portal', { headers: { 'set-cookie': pageCookie(session) } });
  } catch (error) {
    return { problem: services.problemOf(error) };
  }
}

export default function Link({ loaderData, actionData }: Route.ComponentProps) {
  const problem = actionData?.problem ?? loaderData.problem;
  return (
    <>
      <h1>Duty page {loaderData.code ?? ''}</h1>
      {problem ? (
        <Problem {...problem} />
      ) : (
        <form method="post">
          <p>This link opens once, on this device.</p>
          <p className="thumb">
            <Button>Open the page</Button>
          </p>
        </form>
      )}
      <p>
        Rather talk? Call{' '}
        <strong>
          <Dial number={loaderData.phone} />
        </strong>
        {loaderData.code ? ` and say ${loaderData.code}` : ''}.
      </p>
    </>
  );
}
