/** Helpers as public facts with their source, by where they serve; when there are none, who can name some. */
import type { DirectoryEntry, DirectoryPhone } from '../../src/directory/index.ts';
import { publicLanguages } from '../../src/signals/core/index.ts';
import { useSpeech } from '../language/words.ts';
import { Dial } from '../ui/said.tsx';

const nationalHotline = '1-888-373-7888';

export function Entries({ entries }: { entries: readonly DirectoryEntry[] }) {
  const { t } = useSpeech();
  if (entries.length === 0)
    return (
      <div className="note">
        <p>
          <strong>{t('directory.empty')}</strong>
        </p>
        <p>
          {t('directory.emptyMore')} <Dial number={nationalHotline} />
        </p>
      </div>
    );
  return (
    <>
      {[...Map.groupBy(entries, ({ region }) => region)].map(([region, there]) => (
        <section key={region}>
          <h2 lang="en" dir="ltr">
            {region}
          </h2>
          {there.map((entry) => (
            <Entry key={entry.name} entry={entry} />
          ))}
        </section>
      ))}
    </>
  );
}

/** Facts are in English as their source has them; what we say of them is in the language of the page. */
function Entry({ entry }: { entry: DirectoryEntry }) {
  const { t, day, language } = useSpeech();
  const { tag, direction } = publicLanguages[language];
  const ours = { lang: tag, dir: direction };
  return (
    <section className="panel helper" lang="en" dir="ltr">
      <h3>{entry.name}</h3>
      <p>{entry.summary}</p>
      <Phones phones={entry.phones} />
      {entry.confidential ? (
        <p className="hint" {...ours}>
          {t('directory.secret')}
        </p>
      ) : null}
      {entry.website && !entry.confidential ? (
        <p>
          <Outside to={entry.website} />
        </p>
      ) : null}
      {entry.note ? <p className="hint">{entry.note}</p> : null}
      <p className="hint" {...ours}>
        {t('directory.verified', { day: day(entry.verifiedOn), source: entry.source })}
      </p>
    </section>
  );
}

const ways = { voice: 'voice', text: 'text', 'voice and text': 'both' } as const;

function Phones({ phones }: { phones: readonly DirectoryPhone[] }) {
  const { t, language } = useSpeech();
  const { tag, direction } = publicLanguages[language];
  if (phones.length === 0)
    return (
      <p lang={tag} dir={direction}>
        {t('directory.noPhone')} <Dial number={nationalHotline} />
      </p>
    );
  return (
    <ul className="helper__phones">
      {phones.map(({ number, kind, description }) => (
        <li key={number}>
          <span lang={tag} dir={direction}>
            {t(`directory.phone.${ways[kind]}`)}
          </span>{' '}
          <strong>
            <Dial number={number} by={kind === 'text' ? 'text' : 'voice'} />
          </strong>{' '}
          <span className="hint hint--beside">{description}</span>
        </li>
      ))}
    </ul>
  );
}

/** The helpers of a state, in few words: who, and how to reach them. */
export function Helpers({ entries }: { entries: readonly DirectoryEntry[] }) {
  const { t, at } = useSpeech();
  return (
    <section className="prose" aria-labelledby="helpers">
      <h2 id="helpers">{t('directory.helpers')}</h2>
      {entries.length ? (
        <ul lang="en" dir="ltr">
          {entries.map(({ name, region, phones }) => (
            <li key={name}>
              {name}
              {phones[0] ? (
                <>
                  : <Dial number={phones[0].number} by={phones[0].kind === 'text' ? 'text' : 'voice'} />
                </>
              ) : null}{' '}
              <span className="hint hint--beside">({region})</span>
            </li>
          ))}
        </ul>
      ) : (
        <p>{t('directory.empty')}</p>
      )}
      <p>
        <a href={at('/directory')}>{t('directory.allOfThem')}</a>
      </p>
    </section>
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
