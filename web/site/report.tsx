/** A report, whole and without a script: one page, only one answer needed, everything else may be left out. */
import { Fragment, type ReactNode } from 'react';
import { redirect } from 'react-router';
import { type Observation, observations } from '../../src/signals/core/index.ts';
import { servicesContext } from '../context.ts';
import { Danger, UnderEighteen } from '../ui/danger.tsx';
import { Exit } from '../ui/exit.tsx';
import { Button, Choices, Choose, Problem, TextArea, TextField } from '../ui/forms.tsx';
import { Unprinted } from '../ui/paper.tsx';
import { Said } from '../ui/said.tsx';
import { observationQuestions, observationWords } from '../ui/words.ts';
import type { Route } from './+types/report';
import { About, Consent } from './own.tsx';
import {
  consentDay,
  formInput,
  isTripDoubtful,
  mistakesOf,
  problemOfForm,
  unknownTrip,
} from './report-input.ts';
import { Sent } from './sent.tsx';
import { type Saying, Where } from './where.tsx';

const doors = ['help', 'tip', 'professional', 'unsure'] as const;

export async function loader({ request, context }: Route.LoaderArgs) {
  const services = context.get(servicesContext);
  const asked = new URL(request.url).searchParams.get('door');
  const door = doors.find((known) => known === asked);
  if (!door) throw redirect('/');
  // Suggestions are a help: where they cannot be read, the form is whole without them.
  const known = await services.knownTrips().catch(() => ({ lines: [], stops: [] }));
  return { door, key: crypto.randomUUID(), known, consentDay: consentDay(services.now()) };
}

export async function action({ request, context }: Route.ActionArgs) {
  const form = await request.formData();
  const services = context.get(servicesContext);
  const key = String(form.get('key') ?? '');
  const kept = Object.fromEntries([...form.keys()].map((name) => [name, form.getAll(name).map(String)]));
  try {
    const at = services.now();
    const input = formInput(form, at);
    if (form.get('asWritten') !== 'yes' && (await isTripDoubtful(services, form)))
      return { done: false as const, problem: unknownTrip, mistakes: [], doubtful: true, kept };
    const { receipt } = await services.receiveSignal(input, key.length >= 8 ? key : crypto.randomUUID());
    return { done: true as const, receipt, door: input.door, record: input, at };
  } catch (error) {
    const refusal = services.problemOf(error);
    // Sent again, it is a report of its own.
    if (refusal.code === 'key-reused') delete kept['key'];
    const found = mistakesOf(form, refusal);
    return {
      done: false as const,
      problem: problemOfForm(refusal, found),
      mistakes: found,
      doubtful: false,
      kept,
    };
  }
}

const said: Saying = (you, they) => <Said you={you} they={they} />;
const theirs: Saying = (_, they) => they;

export default function Report({ loaderData, actionData }: Route.ComponentProps) {
  if (actionData?.done)
    return (
      <Sent
        receipt={actionData.receipt}
        door={actionData.door}
        record={actionData.record}
        at={actionData.at}
      />
    );
  const kept: Record<string, string[]> = actionData?.kept ?? {};
  const one = (name: string) => kept[name]?.[0];
  const { door, known } = loaderData;
  const wrong = Object.fromEntries((actionData?.mistakes ?? []).map(({ name, words }) => [name, words]));
  const own = door === 'help' || door === 'unsure';
  const say = own ? said : theirs;
  // What is being written for help is not for a printer.
  const Paper = own ? Unprinted : Fragment;
  return (
    <Paper>
      <h1>{own ? 'Tell us what is happening' : 'Tell us what you saw'}</h1>
      <Danger />
      {own ? <UnderEighteen /> : null}
      {actionData ? (
        <Problem
          title={actionData.problem.title}
          detail={`${actionData.problem.detail} Your words are still here.`}
          mistakes={actionData.mistakes}
        />
      ) : null}
      {actionData?.doubtful ? (
        <div className="actions">
          <button className="usa-button" type="submit" form="report" name="asWritten" value="yes">
            Send it as I wrote it
          </button>
          <a className="usa-button usa-button--outline" href="#where">
            Change it
          </a>
        </div>
      ) : null}
      <p>
        Only “What is happening?” needs an answer. Leave out whatever you do not know or do not want to say.
        This takes three to ten minutes.
      </p>
      <form method="post" action={`/report?door=${door}`} id="report" className="report">
        <input type="hidden" name="key" value={one('key') ?? loaderData.key} />
        <input type="hidden" name="door" value={door} />
        {own ? <About door={door} chosen={one('relation')} /> : null}
        <TextArea
          name="narrative"
          label="What is happening?"
          hint={say(
            'In your own words and language, as much or as little as you like.',
            'What you saw or heard, in your own words and language. Facts help more than looks.',
          )}
          rows={7}
          maxLength={20000}
          required
          value={one('narrative')}
          error={wrong['narrative']}
        />
        <Choices
          name="danger"
          legend={say('Are you in danger?', 'Is someone in danger?')}
          single
          chosen={[one('danger') ?? 'not-known']}
          options={[
            ['imminent', 'Yes, right now (please call 911 as well)'],
            ['soon', 'Yes, soon'],
            ['not-known', 'I do not know'],
            ['none', 'No'],
          ]}
        />
        <Choices
          name="observations"
          legend={say('Is any of this true for you?', 'Did you see or hear any of this?')}
          hint={say(
            'Tick what is true. None of it has to be.',
            'One sign is not proof. How someone looks or speaks is none.',
          )}
          chosen={kept['observations'] ?? []}
          options={observations.map((code: Observation) => [
            code,
            say(observationQuestions[code], observationWords[code]),
          ])}
        />
        <div className={own ? 'if-they' : undefined}>
          <TextArea
            name="ownWords"
            label="What did the person say themselves? (skip if nothing)"
            rows={3}
            maxLength={5000}
            value={one('ownWords')}
            error={wrong['ownWords']}
          />
        </div>
        <Choose
          name="ageGroup"
          label={say('Are you under 18?', 'Is the person under 18?')}
          value={one('ageGroup') ?? 'unknown'}
          options={[
            ['unknown', own ? 'I do not know, or would rather not say' : 'I do not know'],
            ['minor', 'Yes, or maybe'],
            ['adult', 'No'],
          ]}
        />
        <Where kept={kept} known={known} doubtful={actionData?.doubtful ?? false} say={say} wrong={wrong} />
        <TextArea
          name="appearance"
          label={say(
            'How could we recognise you? (skip if unsure)',
            'How could they be recognised? (skip if unsure)',
          )}
          hint="Clothing, bags, seat. Kept apart; it never decides how urgent this is."
          rows={2}
          maxLength={2000}
          value={one('appearance')}
          error={wrong['appearance']}
        />
        {own ? null : <Relation door={door} chosen={one('relation')} />}
        <TextArea
          name="doNotTell"
          label="Is there anyone, including police, we should not tell?"
          rows={2}
          maxLength={2000}
          value={one('doNotTell')}
          error={wrong['doNotTell']}
        />
        {own ? (
          <Consent day={one('consentDay') ?? loaderData.consentDay} chosen={kept['releases'] ?? []} />
        ) : null}
        <SafeContact value={one('safePhone')} error={wrong['safePhone']} />
        <Sending />
      </form>
    </Paper>
  );
}

function Relation({ door, chosen }: { door: string; chosen: string | undefined }): ReactNode {
  return (
    <Choose
      name="relation"
      label="How do you know of it?"
      value={chosen ?? (door === 'professional' ? 'other-professional' : 'unknown')}
      options={[
        ['unknown', 'I would rather not say'],
        ['community-member', 'I am a passer-by, neighbour, guest or customer'],
        ['transport-worker', 'I work in transport'],
        ['service-provider', 'I work for a service that helps people'],
        ['other-professional', 'I noticed it in another job'],
      ]}
    />
  );
}

function SafeContact({ value, error }: { value: string | undefined; error: string | undefined }) {
  return (
    <fieldset>
      <legend>May we write to you? (skip if it is not safe)</legend>
      <p className="hint">
        We only send “You have a message”. If someone checks your phone, leave this empty and use your code.
      </p>
      <TextField
        name="safePhone"
        label="A phone number that is safe for texts"
        maxLength={20}
        value={value}
        error={error}
      />
    </fieldset>
  );
}

function Sending() {
  return (
    <>
      <p className="hint">
        A trained person reads it. We may ask you something back; you see it with your code.
      </p>
      <div className="actions">
        <Button>Send</Button>
        <Exit />
      </div>
    </>
  );
}
