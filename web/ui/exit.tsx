/**
 * The way out: a plain link to an everyday page, without referrer. It stays in the bar, and stands again where a hand rests
 * longest: beside "Send" and beside the code.
 */
import { useRouteLoaderData } from 'react-router';
import type { loader } from '../root.tsx';

export function Exit({ className = 'usa-button usa-button--outline' }: { className?: string }) {
  const facts = useRouteLoaderData<typeof loader>('root')?.instance;
  return (
    <a className={className} href={facts?.quickExitUrl ?? '/'} rel="noreferrer" aria-describedby="back-note">
      Leave this site
    </a>
  );
}
