/** A panel of the console: numbered where the work has an order, with its own refusal and its own "saved" inside. */
import type { ReactNode } from 'react';
import { Problem } from '../ui/forms.tsx';
import './console.scss';
import { freshMinutesFor, needsStepUp, type Permission } from '../../src/identity/core/index.ts';
import type { Floor } from './acting.ts';
import { useTimes } from './times.tsx';

export function Section({
  id,
  title,
  number,
  problem,
  floor,
  children,
}: {
  id: string;
  title: string;
  number?: number;
  problem?: { title: string; detail: string; code?: string | undefined } | undefined;
  floor?: Floor;
  children: ReactNode;
}) {
  return (
    <section className="panel" id={id} tabIndex={-1}>
      <h2>
        {number ? <span className="number">{number}</span> : null}
        {title}
      </h2>
      {problem ? <Refusal {...problem} /> : null}
      {floor ? <Said floor={floor} panel={id} /> : null}
      {children}
    </section>
  );
}

/** Why something was not done; where it asks for the key, the way to show it that keeps what was typed. */
export function Refusal({
  title,
  detail,
  code,
}: {
  title: string;
  detail: string;
  code?: string | undefined;
}) {
  return (
    <>
      <Problem title={title} detail={detail} />
      {code === 'sign-in-again' ? <ShowKey /> : null}
    </>
  );
}

/** Said before a form is filled in, when sending it would ask for the key. */
export function KeyFirst({
  floor,
  to,
  refused,
}: {
  floor: Floor;
  to: Permission;
  /** A refusal that is shown, which may say it already. */
  refused?: { code?: string | undefined } | undefined;
}) {
  const minutes = freshMinutesFor[to];
  const stale =
    minutes !== undefined &&
    refused?.code !== 'sign-in-again' &&
    floor.keyShownAt !== null &&
    needsStepUp({ authenticatedAt: new Date(floor.keyShownAt) }, new Date(floor.now), minutes);
  return stale ? (
    <div className="note">
      <p>
        This asks for your key, which you showed more than {minutes} minutes ago. Show it now or later, as the
        call allows.
      </p>
      <ShowKey />
    </div>
  ) : null;
}

/** Beside the form and not in its place: in a tab of its own, so that nothing that was typed is lost, with a script or without. */
export function ShowKey() {
  return (
    <p>
      <a href="/sign-in?again=1&to=%2Faccount%3Fshown%3D1" target="_blank" rel="noopener">
        Show your key
      </a>{' '}
      (opens a new tab). Then close it, come back here and press the button: what you wrote is still there.
    </p>
  );
}

/** "Assessment saved at 10:56 by Noor Haddad", once, beside what it speaks of. */
export function Said({ floor, panel }: { floor: Floor; panel: string }) {
  const times = useTimes();
  const { done, me } = floor;
  if (done?.panel !== panel) return null;
  return (
    <p role="status" className="said">
      ✓ {done.words} at {times.at(done.at)} by {me.name}.
    </p>
  );
}
