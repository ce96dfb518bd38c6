/** A panel of the console: numbered where the work has an order, with its own refusal and its own "saved" inside. */
import type { ReactNode } from 'react';
import { Problem } from '../ui/forms.tsx';
import './console.scss';
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
  problem?: { title: string; detail: string } | undefined;
  floor?: Floor;
  children: ReactNode;
}) {
  return (
    <section className="panel" id={id} tabIndex={-1}>
      <h2>
        {number ? <span className="number">{number}</span> : null}
        {title}
      </h2>
      {problem ? <Problem {...problem} /> : null}
      {floor ? <Said floor={floor} panel={id} /> : null}
      {children}
    </section>
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
