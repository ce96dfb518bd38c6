/**
 * Words for the person themselves and for whoever writes about someone else, both in the page; the style sheet shows the ones
 * that fit the answer to "Is this about you?" as soon as it is given, without a script. Where a browser cannot do that, the
 * person themselves is spoken to. A number that must be read in one piece stays in one piece.
 */
import type { ReactNode } from 'react';

export function Said({ you, they }: { you: ReactNode; they: ReactNode }) {
  return (
    <>
      <span className="if-you">{you}</span>
      <span className="if-they">{they}</span>
    </>
  );
}

/** A telephone number: never broken across lines, digits always from left to right. */
export function Dial({ number }: { number: string }) {
  return (
    <span className="number" dir="ltr">
      {number}
    </span>
  );
}
