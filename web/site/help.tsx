import { UnderEighteen } from '../ui/danger.tsx';
import { Plain } from './pages.tsx';

export default function Help() {
  return (
    <Plain title="Get help">
      <h2>You decide</h2>
      <p>
        You do not have to give your name. You can talk first and decide later. Saying no to one thing does
        not close the door to another.
      </p>
      <h2>Who may be told</h2>
      <p>
        We keep what you say private, except: immediate danger, a child, a court order. Otherwise nobody is
        told unless you say so, one by one, and you can stop it later. We cannot take back what was already
        told.
      </p>
      <h2>If you are under 18</h2>
      <UnderEighteen />
      <p className="actions">
        <a className="usa-button" href="/report?door=help">
          Write to us
        </a>
        <a className="usa-button usa-button--outline" href="/directory">
          Help nearby
        </a>
      </p>
      <h2>If someone watches your phone</h2>
      <p>
        “Leave this site” takes you to an everyday page. Your browser may still remember that you were here,
        and Back may show it. It does not help against spyware. A friend’s phone, or a phone at a library or
        clinic, is safer.
      </p>
    </Plain>
  );
}
