/** Real helpers, as public facts with their source. In a demonstration nothing here can be tapped to call. */
import { servicesContext } from '../context.ts';
import type { Route } from './+types/directory';
import { Entries } from './entries.tsx';
import { Plain } from './pages.tsx';

export async function loader({ context }: Route.LoaderArgs) {
  return { entries: await context.get(servicesContext).directory() };
}

export default function Directory({ loaderData }: Route.ComponentProps) {
  return (
    <Plain title="Help nearby">
      <p>
        Organizations that help people who have been trafficked. They are listed from public sources and do
        not run this site. No address of a shelter is shown.
      </p>
      <Entries entries={loaderData.entries} />
    </Plain>
  );
}
