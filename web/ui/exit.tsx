/**
 * The way out to an everyday page, without referrer. Where scripts run, `leave.js` hides the page at once and takes its place in
 * the history; without them it is a plain link. It stays in the bar, and stands again where a hand rests longest: beside "Send"
 * and beside the code.
 */
import { useRouteLoaderData } from 'react-router';
import { useFacts } from './facts.ts';

export function Exit({ className = 'usa-button usa-button--outline' }: { className?: string }) {
  const facts = useFacts();
  const root = useRouteLoaderData('root') as { frame: { leave: string } } | undefined;
  return (
    <a
      className={className}
      href={facts?.quickExitUrl ?? '/'}
      rel="noreferrer"
      data-leave=""
      aria-describedby="back-note"
    >
      {root?.frame.leave ?? 'Leave this site'}
    </a>
  );
}
