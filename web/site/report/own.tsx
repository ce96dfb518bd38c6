/**
 * What only the help door asks: whom it is about, and whom the person lets us tell. Only the person themselves consents, and only
 * in words that somebody has reviewed in their language. Source: safety.md "Whose word counts".
 */
import { isReviewedLanguage } from '../../../src/signals/core/index.ts';
import { speak, useSpeech } from '../../language/words.ts';
import { Choices } from '../../ui/forms.tsx';
import { InEnglish } from '../../ui/in-english.tsx';
import { consentQuestion, recipients } from './input.ts';

export function About({ door, chosen }: { door: string; chosen: string | undefined }) {
  const { t } = useSpeech();
  const codes = [
    'potential-victim',
    'family-or-friend',
    ...(door === 'unsure' ? (['community-member'] as const) : []),
    'unknown',
  ] as const;
  return (
    <Choices
      name="relation"
      legend={t('report.about.legend')}
      single
      chosen={chosen ? [chosen] : []}
      options={codes.map((code) => [code, t(`report.about.${code}`)])}
    />
  );
}

/** @param relation who writes, as they answered on the first page */
export function Consent({
  day,
  chosen,
  relation,
  readIn,
}: {
  day: string;
  chosen: readonly string[];
  relation: string;
  /** The language in which what is ticked was read. */
  readIn?: string | undefined;
}) {
  const speech = useSpeech();
  const { t } = speech;
  // Once ticked in a language that nobody has reviewed, an interpreter goes through it, whatever language is chosen afterwards.
  const read = chosen.length > 0 && readIn && !isReviewedLanguage(readIn) ? readIn : speech.language;
  const theirs = ['family-or-friend', 'community-member'].includes(relation);
  return (
    <fieldset className="consent">
      <legend>{t('report.tell.legend')}</legend>
      <p>{t('report.tell.private')}</p>
      <InEnglish>
        <p>{speak('en').t('report.tell.private')}</p>
      </InEnglish>
      {theirs ? <p>{t('report.tell.notTheirs')}</p> : null}
      {relation === 'potential-victim' || theirs ? null : <p>{t('report.tell.unsaid')}</p>}
      {isReviewedLanguage(read) || theirs ? null : (
        <p className="note note--aside">{t('report.tell.notYet')}</p>
      )}
      {theirs ? null : (
        <>
          <input type="hidden" name="consentDay" value={day} />
          <input type="hidden" name="consentLanguage" value={readIn ?? speech.language} />
          <input type="hidden" name="consentShown" value={speech.language} />
          {chosen.map((recipient) => (
            <input type="hidden" name="consentBefore" value={recipient} key={recipient} />
          ))}
          <p>{t('report.tell.each')}</p>
          {recipients.map((asked) => (
            <div className="consent__one" key={asked.recipient}>
              <p id={`ask-${asked.words}`}>{consentQuestion(asked, day, speech)}</p>
              <InEnglish>
                <p>{consentQuestion(asked, day, speak('en'))}</p>
              </InEnglish>
              <label className="choice">
                <input
                  type="checkbox"
                  name="releases"
                  value={asked.recipient}
                  defaultChecked={chosen.includes(asked.recipient)}
                  aria-describedby={`ask-${asked.words}`}
                />
                <span>
                  {t('report.tell.yes', { helper: t(`report.tell.recipients.${asked.words}.helper`) })}
                </span>
              </label>
            </div>
          ))}
        </>
      )}
    </fieldset>
  );
}
