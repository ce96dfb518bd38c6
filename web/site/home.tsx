/** The first page: danger first, then three doors, then the telephone. */
import type { ReactNode } from 'react';
import { useSpeech } from '../language/words.ts';
import { Danger } from '../ui/danger.tsx';
import { useFacts } from '../ui/facts.ts';

export default function Home() {
  const { t, at } = useSpeech();
  const facts = useFacts();
  return (
    <>
      <div className="hero">
        <h1>{t('home.title')}</h1>
        <p>{t('home.lead')}</p>
      </div>
      <Danger />
      <p>{t('home.question')}</p>
      <h2 className="doors__title">{t('home.begin')}</h2>
      <ul className="doors">
        <Door to={at('/report?door=help')} title={t('home.help')}>
          {t('home.helpMore')}
        </Door>
        <Door to={at('/report?door=tip')} title={t('home.tip')}>
          {t('home.tipMore')}
        </Door>
        <Door to={at('/report?door=unsure')} title={t('home.unsure')}>
          {t('home.unsureMore')}
        </Door>
      </ul>
      <p className="doors__more">
        <a className="go" href={at('/report?door=professional')}>
          {t('home.work')}
        </a>
        <span className="hint">{t('home.workMore')}</span>
      </p>
      <p className="doors__more">
        <a className="go" href={at('/chat')}>
          {t('home.chat')}
        </a>
        <span className="hint">{t('home.chatMore')}</span>
      </p>
      {facts ? (
        <p className="note">
          <strong>{t('home.call')}:</strong> {t('home.callMore', { phone: facts.phone, hours: facts.hours })}
        </p>
      ) : null}
      <section className="steps" aria-labelledby="then">
        <h2 id="then">{t('home.then')}</h2>
        <ol>
          <li>
            <strong>{t('home.then1')}</strong> {t('home.then1More')}
          </li>
          <li>
            <strong>{t('home.then2')}</strong> {t('home.then2More')}
          </li>
          <li>
            <strong>{t('home.then3')}</strong> {t('home.then3More')}
          </li>
        </ol>
      </section>
      <p className="actions">
        <a className="usa-button usa-button--outline" href={at('/receipt')}>
          {t('home.code')}
        </a>
        <a className="go" href={at('/help/leave')}>
          {t('home.leave')}
        </a>
        <a className="go" href={at('/signs')}>
          {t('home.signs')}
        </a>
        <a className="go" href={at('/directory')}>
          {t('home.nearby')}
        </a>
        <a className="go" href={at('/learn/transit')}>
          {t('home.learn')}
        </a>
      </p>
    </>
  );
}

function Door({ to, title, children }: { to: string; title: string; children: ReactNode }) {
  return (
    <li>
      <a href={to}>
        {title}
        <span>{children}</span>
      </a>
    </li>
  );
}
