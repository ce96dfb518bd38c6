/** Helpers as public facts with their source; when there are none, who can name some. */
import type { DirectoryEntry } from '../../src/directory/index.ts';
import { Dial } from '../ui/said.tsx';
import { calendarDay } from '../ui/words.ts';

export function Entries({ entries }: { entries: readonly DirectoryEntry[] }) {
  if (entries.length === 0)
    return (
      <div className="note">
        <p>
          <strong>Nothing here was verified within the last twelve months, so nothing is offered.</strong>
        </p>
        <p>
          The National Human Trafficking Hotline, <Dial number="1-888-373-7888" />, can name help near you,
          day and night.
        </p>
      </div>
    );
  return (
    <>
      {entries.map((entry) => (
        <section key={entry.name} className="panel helper">
          <h2>{entry.name}</h2>
          <p className="helper__region">{entry.region}</p>
          <p>{entry.summary}</p>
          <p>
            <Outside to={entry.website} />
          </p>
          <p className="hint">
            {entry.note} Verified on {calendarDay(entry.verifiedOn)}. Source: {entry.source}
          </p>
        </section>
      ))}
    </>
  );
}

const hostOf = (address: string): string =>
  URL.canParse(address) ? new URL(address).hostname.replace(/^www\./, '') : address;

/** A web address of theirs. Where it does not begin with https it stays text: nobody is sent over an open line. */
function Outside({ to }: { to: string }) {
  if (!to.startsWith('https://')) return <>Website: {to}</>;
  return (
    <a className="go" href={to} rel="noreferrer">
      {hostOf(to)} <span className="hint hint--beside">(leaves this site)</span>
    </a>
  );
}
