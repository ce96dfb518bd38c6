/** Helpers as public facts with their source; when there are none, who can name some. */
import type { DirectoryEntry } from '../../src/directory/index.ts';

export function Entries({ entries }: { entries: readonly DirectoryEntry[] }) {
  if (entries.length === 0)
    return (
      <div className="note">
        <p>
          <strong>Nothing here was verified within the last twelve months, so nothing is offered.</strong>
        </p>
        <p>The National Human Trafficking Hotline, 1-888-373-7888, can name help near you, day and night.</p>
      </div>
    );
  return (
    <>
      {entries.map((entry) => (
        <section key={entry.name} className="panel">
          <h2>{entry.name}</h2>
          <p>{entry.summary}</p>
          <p>{entry.region}</p>
          <p className="hint">
            Website: {entry.website}. Source: {entry.source}, verified on {entry.verifiedOn}. {entry.note}
          </p>
        </section>
      ))}
    </>
  );
}
