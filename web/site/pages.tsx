/** Parts that the plain pages of the public site share. */
import type { ReactNode } from 'react';
import { Danger } from '../ui/danger.tsx';

export function Plain({ title, children }: { title: string; children: ReactNode }) {
  return (
    <>
      <h1>{title}</h1>
      <Danger />
      {children}
    </>
  );
}
