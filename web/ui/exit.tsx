/**
 * The way out: a plain link to an everyday page, without referrer. It stays in the bar, and stands again where a hand rests
 * longest: beside "Send" and beside the code.
 */
import { useFacts } from './facts.ts';

export function Exit({ className = 'usa-button usa-button--outline' }: { className?: string }) {
  const facts = useFacts();
  return (
    <a className={className} href={facts?.quickExitUrl ?? '/'} rel="noreferrer" aria-describedby="back-note">
      Leave this site
    </a>
  );
}
