/** One document of a report, to be saved. What may not be opened leads back to the list, which says why. */
import { redirect } from 'react-router';
import { servicesContext } from '../context.ts';
import type { Route } from './+types/document';
import { whoActs } from './acting.ts';

export async function loader({ request, context, params }: Route.LoaderArgs): Promise<Response> {
  const services = context.get(servicesContext);
  const { acting } = await whoActs(request, context);
  try {
    const { bytes, headers } = await services.openDocument(acting, params.id, params.documentId);
    return new Response(bytes, { headers });
  } catch (error) {
    // Whatever is no answer of ours is a fault, and stays one.
    if (services.problemOf(error).status >= 500) throw error;
    return redirect(`/console/signals/${params.id}/documents?closed=1`);
  }
}
