/** The first page: danger first, then three doors. */
import type { ReactNode } from 'react';
import { Danger } from '../ui/danger.tsx';

export default function Home() {
  return (
    <>
      <div className="hero">
        <h1>You can tell us what is happening</h1>
        <p>A trained person reads what you send. You do not have to give your name.</p>
      </div>
      <Danger />
      <p>Someone is made to work or to have sex and cannot leave, or you think so?</p>
      <h2 className="doors__title">Where would you like to begin?</h2>
      <ul className="doors">
        <Door to="/report?door=help" title="I need help, or someone close to me does">
          Nothing is passed on unless you say so, except: immediate danger, a child, a court order.
        </Door>
        <Door to="/report?door=tip" title="I saw something">
          What you saw or heard as a passer-by, guest, neighbour or customer.
        </Door>
        <Door to="/report?door=unsure" title="I’m not sure">
          You do not have to know what it is. Tell us as much as you like, and say whom we may tell.
        </Door>
      </ul>
      <p className="doors__more">
        <a className="go" href="/report?door=professional">
          I saw something at work
        </a>
        <span className="hint">
          In transit, health care, hotels, schools. You may still have a duty to report yourself.
        </span>
      </p>
      <section className="steps" aria-labelledby="then">
        <h2 id="then">What happens then</h2>
        <ol>
          <li>
            <strong>You get a code.</strong> No name, no account. Nobody can read your report with it.
          </li>
          <li>
            <strong>A trained person reads it.</strong> They may ask you something back; you see it with your
            code.
          </li>
          <li>
            <strong>The person decides.</strong> Whoever comes to help them, they may say no and go.
          </li>
        </ol>
      </section>
      <p className="actions">
        <a className="usa-button usa-button--outline" href="/receipt">
          Use your code
        </a>
        <a className="go" href="/signs">
          Signs to recognise
        </a>
        <a className="go" href="/directory">
          Help nearby
        </a>
      </p>
    </>
  );
}

function Door({ to, title, children }: { to: string; title: string; children: ReactNode }) {
  return (
    <li>
      <a href={to}>
        {title}
        <span>{children}</span>
      </a>
    </li>
  );
}
