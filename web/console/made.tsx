/** What is shown once, when it was made, and kept nowhere in a form in which it could be shown again. */
import type { ReactNode } from 'react';

export function Made({
  title,
  children,
  secrets,
}: {
  title: ReactNode;
  /** What to do with it. */
  children: ReactNode;
  readonly secrets: readonly { readonly name?: string; readonly value: string }[];
}) {
  return (
    <section className="note note--good" role="status" aria-labelledby="made">
      <p id="made">
        <strong>{title}</strong> {children}
      </p>
      {secrets.map(({ name, value }) => (
        <p key={value}>
          {name ? `${name}: ` : null}
          <code className="token">{value}</code>
        </p>
      ))}
    </section>
  );
}
