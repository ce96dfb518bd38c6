/** Helpers as public facts with their source; when there are none, who can name some. */
import type { DirectoryEntry } from '../../src/directory/index.ts';
import { publicLanguages } from '../../src/signals/core/index.ts';
import { useSpeech } from '../language/words.ts';
import { Dial } from '../ui/said.tsx';

export function Entries({ entries }: { entries: readonly DirectoryEntry[] }) {
  const { t, day, language } = useSpeech();
  const { tag, direction } = publicLanguages[language];
  if (entries.length === 0)
    return (
      <div className="note">
        <p>
          <strong>{t('directory.empty')}</strong>
        </p>
        <p>
          {t('directory.emptyMore')} <Dial number="1-888-373-7888" />
        </p>
      </div>
    );
  return (
    <>
      {entries.map((entry) => (
        <section key={entry.name} className="panel helper" lang="en" dir="ltr">
          <h2>{entry.name}</h2>
          <p className="helper__region">{entry.region}</p>
          <p>{entry.summary}</p>
          <p>
            <Outside to={entry.website} />
          </p>
          {entry.note ? <p className="hint">{entry.note}</p> : null}
          <p className="hint" lang={tag} dir={direction}>
            {t('directory.verified', { day: day(entry.verifiedOn), source: entry.source })}
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
  const { t, language } = useSpeech();
  if (!to.startsWith('https://'))
    return (
      <>
        {t('directory.website')}: {to}
      </>
    );
  return (
    <a className="go" href={to} rel="noreferrer">
      {hostOf(to)}{' '}
      <span className="hint hint--beside" lang={publicLanguages[language].tag}>
        {t('directory.leaves')}
      </span>
    </a>
  );
}
