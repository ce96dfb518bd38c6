/** Whoever is signed in, on the pages about their own keys. */
import { data, type RouterContextProvider, redirect } from 'react-router';
import { servicesContext } from '../context.ts';

/** @param to the page that asks @throws a way to sign-in, or the page that says that nobody signs in here */
export async function whoAsks(request: Request, context: Readonly<RouterContextProvider>, to: string) {
  const house = context.get(servicesContext);
  const { signIn } = house;
  if (!signIn)
    throw data(
      {
        title: 'There are no accounts here',
        detail: 'In the demonstration whoever sits at this machine chooses who acts.',
      },
      { status: 404 },
    );
  const who = await signIn.whoIs(request.headers, house.now());
  if (!who) throw redirect(`/sign-in?to=${to}`);
  return { house, signIn, who };
}
