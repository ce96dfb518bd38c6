/**
 * What comes out of a printer. Paper is found by others: pages of the help door and of the code print nothing, a record prints
 * without the code, and the code prints on a sheet of its own. All of it by style sheet, without a script.
 */
import type { ReactNode } from 'react';
import { useSpeech } from '../language/words.ts';

/** Content that never reaches paper; a printed page says so and nothing else. */
export function Unprinted({ children }: { children: ReactNode }) {
  const { t } = useSpeech();
  return (
    <>
      <div className="no-paper">{children}</div>
      <p className="paper unprinted">{t('frame.noPrint')}</p>
    </>
  );
}

/** A sheet of its own, seen on paper only. */
export function Sheet({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="paper sheet" aria-label={title}>
      <h1>{title}</h1>
      {children}
    </section>
  );
}
