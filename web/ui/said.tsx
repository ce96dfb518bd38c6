/**
 * Words for the person themselves and for whoever writes about someone else, both in the page; the style sheet shows the ones
 * that fit the answer to "Is this about you?" as soon as it is given, without a script. Where a browser cannot do that, the
 * person themselves is spoken to. A number that must be read in one piece stays in one piece.
 */
import type { ReactNode } from 'react';
import { useFacts } from './facts.ts';

export function Said({ you, they }: { you: ReactNode; they: ReactNode }) {
  return (
    <>
      <span className="if-you">{you}</span>
      <span className="if-they">{they}</span>
    </>
  );
}

/**
 * A telephone number: never broken across lines, digits always from left to right. One tap calls or texts it, except in a
 * demonstration, where a real number is text. Source: safety.md "Not yet, on purpose".
 */
export function Dial({ number, by = 'voice' }: { number: string; by?: 'voice' | 'text' }) {
  const facts = useFacts();
  const address = addressOf(number);
  if (!facts || facts.demo || !address)
    return (
      <span className="number" dir="ltr">
        {number}
      </span>
    );
  return (
    <a className="number" dir="ltr" href={`${by === 'text' ? 'sms' : 'tel'}:${address}`}>
      {number}
    </a>
  );
}

/** As a telephone takes it: +18165550142, or a short code. Undefined where it is none of North America's. */
function addressOf(number: string): string | undefined {
  const digits = number.replaceAll(/[-\s().]/g, '');
  if (/^\d{3,6}$/.test(digits)) return digits;
  const [, local] = /^(?:\+?1)?([2-9]\d{9})$/.exec(digits) ?? [];
  return local && `+1${local}`;
}
