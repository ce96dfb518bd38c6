/** Everything that was written, topic by topic, before it is sent; each can be changed. */
import type { Spot } from '../../../src/geography/core/index.ts';
import { useSpeech } from '../../language/words.ts';
import { rowsOf } from './said.ts';
import { type Answers, type Door, isOwn, type Step, stepsOf } from './steps.ts';

export function Review({
  door,
  answers,
  spot,
  adding,
}: {
  door: Door;
  answers: Answers;
  spot: Spot | null;
  adding: boolean;
}) {
  const speech = useSpeech();
  const { t } = speech;
  const topics = stepsOf(adding).filter((step): step is Exclude<Step, 'review'> => step !== 'review');
  return (
    <>
      <p>{t('report.review.look')}</p>
      {topics.map((step) => {
        const rows = rowsOf(step, door, answers, spot, speech);
        return (
          <section className="panel review" key={step} aria-labelledby={`topic-${step}`}>
            <div className="review__head">
              <h2 id={`topic-${step}`}>{t(`report.${step}.title.${isOwn(door) ? 'own' : 'other'}`)}</h2>
              <button className="usa-button usa-button--outline" type="submit" name="go" value={`to:${step}`}>
                {t('report.review.change')}
                <span className="unseen"> {t(`report.${step}.title.${isOwn(door) ? 'own' : 'other'}`)}</span>
              </button>
            </div>
            {rows.length === 0 ? (
              <p className="hint">{t('report.review.nothing')}</p>
            ) : (
              <dl className="pairs">
                {rows.map(({ name, values }) => (
                  <div key={name}>
                    <dt>{t(`report.fields.${name as 'narrative'}`)}</dt>
                    <dd className="as-written">{values.join('\n')}</dd>
                  </div>
                ))}
              </dl>
            )}
          </section>
        );
      })}
    </>
  );
}
