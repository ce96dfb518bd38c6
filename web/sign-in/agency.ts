/** Sends a browser to the agency's own sign-in. A link and no form: a form may lead nowhere else. */
import { redirect } from 'react-router';
import { servicesContext } from '../context.ts';
import type { Route } from './+types/agency';
import { onward, whereTo } from './where-to.ts';

export async function loader({ request, context }: Route.LoaderArgs) {
  const { signIn } = context.get(servicesContext);
  if (!signIn?.agencyName) throw redirect('/sign-in');
  try {
    const { location, cookies } = await signIn.toAgency(whereTo(request));
    return onward(location, cookies);
  } catch {
    throw redirect('/sign-in?refused=agency');
  }
}
