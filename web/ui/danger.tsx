/** 911 comes before us, on every page where somebody could be in danger. It never blocks. Source: safety.md "Danger first". */
import { speak, useSpeech } from '../language/words.ts';
import { InEnglish } from './in-english.tsx';

export function Danger() {
  const { t } = useSpeech();
  const english = speak('en').t;
  return (
    <section className="note note--danger" aria-label={t('danger.name')}>
      <p className="note__first">
        <strong>{t('danger.first')}</strong>
      </p>
      <p>{t('danger.more')}</p>
      <InEnglish interpreter>
        <p>
          <strong>{english('danger.first')}</strong> {english('danger.more')}
        </p>
      </InEnglish>
    </section>
  );
}

/** Before any name or place can be written. */
export function UnderEighteen() {
  const { t } = useSpeech();
  return (
    <div className="note note--aside">
      <p>
        <strong>{t('danger.under18')}</strong>
      </p>
      <InEnglish>
        <p>{speak('en').t('danger.under18')}</p>
      </InEnglish>
    </div>
  );
}
