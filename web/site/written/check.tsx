/** The self-check of the course: every answer is said to be right or not, and why. Nothing is kept, and nobody is told. */
import { languageContext } from '../../context.ts';
import { useSpeech } from '../../language/words.ts';
import type { Route } from './+types/check';
import { questionsOf, writtenIn } from './content.ts';

export function loader({ context }: Route.LoaderArgs) {
  const { body, ...head } = writtenIn(context.get(languageContext), 'course-transit-check');
  return { ...head, ...questionsOf(body) };
}

export async function action({ request }: Route.ActionArgs) {
  const form = await request.formData();
  return {
    given: Object.fromEntries([...form].map(([name, value]) => [name, String(value)])),
    // In another language the answers stay as they were: told only to whoever has asked for them.
    told: form.get('go') !== 'stay' || form.has('told'),
  };
}

export const handle = { form: 'check' };
export const meta: Route.MetaFunction = ({ loaderData }) => (loaderData ? [{ title: loaderData.tab }] : []);

export default function Check({ loaderData, actionData }: Route.ComponentProps) {
  const speech = useSpeech();
  const { t, at } = speech;
  const { title, lead, questions, language } = loaderData;
  const given: Readonly<Record<string, string>> = actionData?.given ?? {};
  const told = actionData?.told ?? false;
  const right = questions.filter(({ answers }, index) => answers[Number(given[`q${index}`] ?? -1)]?.right);
  const foreign = language === speech.language ? {} : { lang: language, dir: 'ltr' };
  return (
    <>
      <h1 {...foreign}>{title}</h1>
      <p {...foreign}>{lead}</p>
      {told ? (
        <p className="note note--good" role="status">
          <strong>{t('written.score', { count: right.length, of: questions.length })}</strong>
        </p>
      ) : null}
      <form method="post" action={at('/learn/transit/check')} id="check" {...foreign}>
        {told ? <input type="hidden" name="told" value="yes" /> : null}
        {questions.map(({ question, answers }, index) => {
          const chosen = answers[Number(given[`q${index}`] ?? -1)];
          return (
            <fieldset key={question}>
              <legend>{question}</legend>
              {answers.map((answer, number) => (
                <label className="choice" key={answer.text}>
                  <input
                    type="radio"
                    name={`q${index}`}
                    value={number}
                    defaultChecked={given[`q${index}`] === String(number)}
                  />
                  <span>{answer.text}</span>
                </label>
              ))}
              {told ? (
                <p className={chosen?.right ? 'note note--good' : 'note note--aside'}>
                  <strong>
                    {chosen ? (chosen.right ? t('written.right') : t('written.not')) : t('written.open')}
                  </strong>{' '}
                  {chosen?.why}
                </p>
              ) : null}
            </fieldset>
          );
        })}
        <div className="actions">
          <button className="usa-button" type="submit">
            {t('written.see')}
          </button>
          <a className="usa-button usa-button--outline" href={at('/learn/transit')}>
            {t('written.course')}
          </a>
        </div>
      </form>
    </>
  );
}
