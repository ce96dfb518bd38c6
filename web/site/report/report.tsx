/** A report, whole and without a script: one topic a page, only one answer needed, everything else may be left out. */
import { Fragment } from 'react';
import { redirect } from 'react-router';
import type { Spot } from '../../../src/geography/core/index.ts';
import { inLanguage, publicLanguages } from '../../../src/signals/core/index.ts';
import { languageContext, servicesContext, switchContext } from '../../context.ts';
import { speak, useSpeech } from '../../language/words.ts';
import { Danger, UnderEighteen } from '../../ui/danger.tsx';
import { Exit } from '../../ui/exit.tsx';
import { Problem } from '../../ui/forms.tsx';
import { Unprinted } from '../../ui/paper.tsx';
import { notOpenWords } from '../slip.ts';
import type { Route } from './+types/report';
import { Added } from './added.tsx';
import { answersOf, consentDay, formInput, mistakesOf, problemOfForm, withConsentLanguage } from './input.ts';
import { pointOf } from './point.tsx';
import { Review } from './review.tsx';
import { addedWords } from './said.ts';
import { Sent } from './sent.tsx';
import {
  type Answers,
  addingDoor,
  allFields,
  consentFields,
  type Door,
  doors,
  fieldsOf,
  formAddress,
  isOwn,
  isStep,
  type Step,
  stepAfter,
  stepOf,
  stepsOf,
} from './steps.ts';
import { Topic } from './topics.tsx';
import { isTripDoubtful, runsOf } from './trips.ts';

const codeLimitCharacters = 60;
/** Of one message by code. */
const messageLimitCharacters = 5_000;
/** With the number of a piece behind it a key stays within what is taken. */
const keyLimitCharacters = 100;

/** The language switch of the frame sends this form, so that nothing written is lost. */
export const handle = { form: 'report' };

export async function loader({ request, context }: Route.LoaderArgs) {
  const services = context.get(servicesContext);
  const asked = new URL(request.url).searchParams.get('door');
  const door = doors.find((known) => known === asked);
  if (!door) throw redirect(inLanguage(context.get(languageContext), '/'));
  // Suggestions are a help: where they cannot be read, the form is whole without them.
  const known = await services.knownTrips().catch(() => ({ lines: [], stops: [] }));
  return { door, key: crypto.randomUUID(), known, consentDay: consentDay(services.now()) };
}

export async function action({ request, context }: Route.ActionArgs) {
  const form = await request.formData();
  const services = context.get(servicesContext);
  const language = context.get(languageContext);
  const speech = speak(language);
  const code = String(form.get('code') ?? '').slice(0, codeLimitCharacters);
  const adding = code !== '';
  const written = withConsentLanguage(answersOf(form));
  const point = pointOf((name) => written[name]?.[0]);
  // Taken away, or never a point: it goes no further. Nor does a consent by code.
  const answers = without(written, [
    ...(point ? [] : ['point', 'pointAway']),
    ...(adding ? consentFields : []),
  ]);
  // Words are a help: where they cannot be found, the point itself still goes along.
  const spot = point ? await services.spotAt(point).catch(() => null) : null;
  const door = adding ? addingDoor : doors.find((known) => known === form.get('door'));
  if (!door) throw redirect(inLanguage(language, '/'));
  const among = stepsOf(adding);
  const from = String(form.get('step') ?? '');
  const here: Step = isStep(from) && among.includes(from) ? from : 'review';
  // A form made by somebody else, or an old one, says nothing of steps: it is sent as it is.
  const go = String(form.get('go') ?? (form.has('asWritten') ? 'next' : 'send'));
  const shown = (step: Step, more: Partial<Shown> = {}) => ({
    done: false as const,
    code,
    step,
    answers,
    mistakes: [],
    doubtful: false,
    runs: [],
    spot,
    ...more,
  });

  // From a page of the form only "Send" sends: a button that nobody knows leaves everything as it is.
  const to =
    go === 'add' && adding
      ? among[0]
      : (stepAfter(here, go, among) ?? (isStep(from) && go !== 'send' ? here : undefined));
  if (to) {
    const found = mistakesOf(form, speech, fieldsOf(door, here));
    const forward = !['back', 'skip', 'stay'].includes(go);
    if (go === 'skip') return shown(to, { answers: without(answers, fieldsOf(door, here)) });
    if (!forward) return shown(to);
    if (found.length > 0)
      return shown(here, { mistakes: found, problem: problemOfForm(null, found, speech) });
    if (go === 'find') return shown(here, { runs: await runsOf(services, form) });
    if (here === 'where' && (await isTripDoubtful(services, form)))
      return shown(here, {
        doubtful: true,
        problem: { title: speech.t('report.trip.unknown'), detail: speech.t('report.trip.unknownMore') },
      });
    return shown(to);
  }

  const at = services.now();
  const { key: given = [] } = answers;
  const key = given[0] && given[0].length >= 8 ? given[0] : crypto.randomUUID();
  if (adding) {
    const pieces = addedWords(door, answers, spot, speak('en'), messageLimitCharacters);
    if (pieces.length === 0)
      return shown(here, { problem: { title: speech.t('receipt.empty'), detail: '' } });
    try {
      // One after the other, each with a key of its own: sent again, what was stored is not stored twice.
      for (const [index, words] of pieces.entries())
        await services.writeByCode(code, words, `${key.slice(0, keyLimitCharacters)} ${index}`);
      // There is no form left that could be shown in another language.
      context.set(switchContext, 'none');
      return { done: 'added' as const, code };
    } catch (error) {
      const isClosed = services.problemOf(error).code === 'code-not-open';
      return shown(here, {
        problem: isClosed ? notOpenWords(code, speech.t) : { title: speech.t('receipt.not'), detail: '' },
      });
    }
  }
  const input = {
    ...formInput(form, at, publicLanguages[language].tag),
    // Sent from any page but the last. A form without pages is whole.
    unfinished: isStep(from) && from !== 'review',
  };
  try {
    const { receipt } = await services.receiveSignal(input, key);
    // The code is shown once: in another language this would be an empty form.
    context.set(switchContext, 'none');
    return { done: true as const, receipt, door, record: input, spot, at };
  } catch (error) {
    const refusal = services.problemOf(error);
    const found = mistakesOf(form, speech, allFields(door), refusal);
    return shown(found[0] ? stepOf(door, found[0].name) : 'review', {
      // Sent again, it is a report of its own.
      answers: refusal.code === 'key-reused' ? without(answers, ['key']) : answers,
      mistakes: found,
      problem: problemOfForm(refusal, found, speech),
    });
  }
}

interface Shown {
  readonly step: Step;
  readonly answers: Answers;
  readonly mistakes: readonly { readonly name: string; readonly words: string }[];
  readonly problem?: { readonly title: string; readonly detail: string };
  readonly doubtful: boolean;
  readonly runs: Awaited<ReturnType<typeof runsOf>>;
  /** Where the point of the map is, if one was chosen. */
  readonly spot: Spot | null;
}

const without = (answers: Answers, names: readonly string[]): Answers =>
  Object.fromEntries(Object.entries(answers).filter(([name]) => !names.includes(name)));

export default function Report({ loaderData, actionData }: Route.ComponentProps) {
  const { t, at } = useSpeech();
  if (actionData?.done === 'added') return <Added code={actionData.code} />;
  if (actionData?.done)
    return (
      <Sent
        receipt={actionData.receipt}
        door={actionData.door}
        record={actionData.record}
        spot={actionData.spot}
        at={actionData.at}
      />
    );
  const { known } = loaderData;
  const code = actionData?.code ?? '';
  const adding = code !== '';
  const door = adding ? addingDoor : loaderData.door;
  const among = stepsOf(adding);
  const step = actionData?.step ?? 'what';
  const answers: Answers = actionData?.answers ?? {};
  const mistakes = actionData?.mistakes ?? [];
  const wrong = Object.fromEntries(mistakes.map(({ name, words }) => [name, words]));
  const own = isOwn(door);
  // Whoever said danger now is not led through every page before they see that they can send.
  const urgent = answers['danger']?.[0] === 'imminent';
  // What is being written for help is not for a printer.
  const Paper = own || adding ? Unprinted : Fragment;
  return (
    <Paper>
      <p className="progress">{t('report.progress', { step: among.indexOf(step) + 1, of: among.length })}</p>
      <h1>{t(`report.${step}.title.${own ? 'own' : 'other'}`)}</h1>
      {step === among[0] || urgent ? <Danger /> : null}
      {(own || adding) && ['what', 'where', 'who'].includes(step) ? <UnderEighteen /> : null}
      {actionData?.problem ? (
        <Problem
          title={actionData.problem.title}
          detail={`${actionData.problem.detail} ${t('form.stillHere')}`}
          mistakes={mistakes}
        />
      ) : null}
      {step === 'what' ? <p>{t('report.only')}</p> : null}
      {adding && step === among[0] ? <p>{t('receipt.neverShown')}</p> : null}
      <form method="post" action={formAddress(at, door)} id="report" className="report">
        <Carried door={door} step={step} answers={answers} newKey={loaderData.key} code={code} />
        {step === 'review' ? (
          <Review door={door} answers={answers} spot={actionData?.spot ?? null} adding={adding} />
        ) : (
          <Topic
            step={step}
            door={door}
            answers={answers}
            wrong={wrong}
            known={known}
            runs={actionData?.runs ?? []}
            doubtful={actionData?.doubtful ?? false}
            spot={actionData?.spot ?? null}
            consentDay={loaderData.consentDay}
          />
        )}
        <Buttons
          step={step}
          first={step === among[0]}
          doubtful={actionData?.doubtful ?? false}
          urgent={urgent}
          adding={adding}
        />
      </form>
    </Paper>
  );
}

/** What was answered on other pages goes along, out of sight. */
function Carried({
  door,
  step,
  answers,
  newKey,
  code,
}: {
  door: Door;
  step: Step;
  answers: Answers;
  newKey: string;
  code: string;
}) {
  const here = fieldsOf(door, step);
  return (
    <>
      <input type="hidden" name="key" value={answers['key']?.[0] ?? newKey} />
      {code ? (
        <input type="hidden" name="code" value={code} />
      ) : (
        <input type="hidden" name="door" value={door} />
      )}
      <input type="hidden" name="step" value={step} />
      {allFields(door)
        .filter((name) => !here.includes(name))
        .flatMap((name) => (answers[name] ?? []).map((value) => ({ name, value })))
        .filter(({ value }) => value !== '')
        .map(({ name, value }) => (
          <input type="hidden" name={name} value={value} key={`${name} ${value}`} />
        ))}
    </>
  );
}

/** "Continue" stands first, as in every form. What the Enter key presses is a button of the frame, which does the same. */
function Buttons({
  step,
  first,
  doubtful,
  urgent,
  adding,
}: {
  step: Step;
  first: boolean;
  doubtful: boolean;
  urgent: boolean;
  adding: boolean;
}) {
  const { t, at } = useSpeech();
  const press = (go: string, words: string, quiet = true) => (
    <button
      className={quiet ? 'usa-button usa-button--outline' : 'usa-button'}
      type="submit"
      name="go"
      value={go}
      formNoValidate={go !== 'next' && go !== 'send'}
    >
      {words}
    </button>
  );
  if (step === 'review')
    return (
      <>
        {adding ? null : <p className="hint">{t('report.after')}</p>}
        <div className="actions">
          {press('send', t('form.send'), false)}
          {press('back', t('form.back'))}
          <Exit />
        </div>
      </>
    );
  return (
    <>
      <div className="actions">
        {press('next', t('form.next'), false)}
        {urgent ? press('send', t('report.sendNow'), false) : null}
        {step === 'what' ? null : press('skip', t('form.skip'))}
        {first ? null : press('back', t('form.back'))}
        {doubtful ? (
          <button className="usa-button usa-button--outline" type="submit" name="asWritten" value="yes">
            {t('report.trip.asWritten')}
          </button>
        ) : null}
        <Exit />
      </div>
      <details className="why">
        <summary>{t('report.why')}</summary>
        <p>{t(`report.${step}.why`)}</p>
        <p>
          {t('report.kept')} <a href={at('/privacy')}>{t('report.keptMore')}</a>
        </p>
      </details>
      <div className="actions">
        {urgent ? null : press('send', t('report.sendNow'))}
        {adding ? null : <span className="hint">{t('report.sendNowMore')}</span>}
      </div>
    </>
  );
}
