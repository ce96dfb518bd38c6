/** A report, whole and without a script: one page, only the first answer needed, everything else may be left out. */
import { Fragment } from 'react';
import { redirect } from 'react-router';
import { type Observation, observations } from '../../src/signals/core/index.ts';
import { servicesContext } from '../context.ts';
import { Danger } from '../ui/danger.tsx';
import { Button, Choices, Choose, Problem, TextArea, TextField } from '../ui/forms.tsx';
import { Unprinted } from '../ui/paper.tsx';
import { observationWords } from '../ui/words.ts';
import type { Route } from './+types/report';
import { formInput, isTripDoubtful, recipients, unknownTrip } from './report-input.ts';
import { Sent } from './sent.tsx';
import { Where } from './where.tsx';

const doors = ['help', 'tip', 'professional', 'unsure'] as const;

export async function loader({ request, context }: Route.LoaderArgs) {
  const asked = new URL(request.url).searchParams.get('door');
  const door = doors.find((known) => known === asked);
  if (!door) throw redirect('/');
  // Suggestions are a help: where they cannot be read, the form is whole without them.
  const known = await context
    .get(servicesContext)
    .knownTrips()
    .catch(() => ({ lines: [], stops: [] }));
  return { door, key: crypto.randomUUID(), known };
}

export async function action({ request, context }: Route.ActionArgs) {
  const form = await request.formData();
  const services = context.get(servicesContext);
  const key = String(form.get('key') ?? '');
  const kept = Object.fromEntries([...form.keys()].map((name) => [name, form.getAll(name).map(String)]));
  try {
    const input = formInput(form);
    if (form.get('asWritten') !== 'yes' && (await isTripDoubtful(services, form)))
      return { done: false as const, problem: unknownTrip, doubtful: true, kept };
    const { receipt } = await services.receiveSignal(input, key.length >= 8 ? key : crypto.randomUUID());
    return { done: true as const, receipt, door: input.door, record: input, at: services.now() };
  } catch (error) {
    return { done: false as const, problem: services.problemOf(error), doubtful: false, kept };
  }
}

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
  const own = door === 'help' || door === 'unsure';
  // What is being written for help is not for a printer.
  const Paper = own ? Unprinted : Fragment;
  return (
    <Paper>
      <h1>{own ? 'Tell us what is happening' : 'Tell us what you saw'}</h1>
      <Danger />
      {actionData ? (
        <Problem
          title={actionData.problem.title}
          detail={`${actionData.problem.detail} Your words are still here.`}
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
        Only the first question needs an answer. Leave out whatever you do not know or do not want to say.
        This takes three to ten minutes.
      </p>
      <form method="post" action={`/report?door=${door}`} id="report">
        <input type="hidden" name="key" value={one('key') ?? loaderData.key} />
        <input type="hidden" name="door" value={door} />
        <TextArea
          name="narrative"
          label="What is happening?"
          hint="What you saw or heard, in your own words and language. Facts help more than looks."
          rows={7}
          maxLength={20000}
          required
          value={one('narrative')}
          error={actionData && !one('narrative')?.trim() ? 'Please write a few words here.' : undefined}
        />
        <Choices
          name="danger"
          legend="Is someone in danger?"
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
          legend="Did you see or hear any of this?"
          hint="One sign is not proof. How someone looks or speaks is none."
          chosen={kept['observations'] ?? []}
          options={observations.map((code: Observation) => [code, observationWords[code]] as const)}
        />
        <TextArea
          name="ownWords"
          label="What did the person say themselves? (skip if nothing)"
          rows={3}
          value={one('ownWords')}
        />
        {own ? (
          <div className="note">
            <p>
              <strong>
                If you are under 18 and tell us who or where you are, we may have to tell child protection or
                police. You can talk first without saying.
              </strong>
            </p>
          </div>
        ) : null}
        <Choose
          name="ageGroup"
          label="Is the person under 18?"
          value={one('ageGroup') ?? 'unknown'}
          options={[
            ['unknown', 'I do not know'],
            ['minor', 'Yes, or maybe'],
            ['adult', 'No'],
          ]}
        />
        <Where kept={kept} known={known} doubtful={actionData?.doubtful ?? false} />
        <TextArea
          name="appearance"
          label="How could they be recognised? (skip if unsure)"
          hint="Clothing, bags, seat. Kept apart; it never decides how urgent this is."
          rows={2}
          maxLength={2000}
          value={one('appearance')}
        />
        <Choose
          name="relation"
          label={own ? 'Who are you?' : 'How do you know of it?'}
          value={one('relation') ?? (door === 'professional' ? 'other-professional' : 'unknown')}
          options={[
            ['unknown', 'I would rather not say'],
            ...(own
              ? ([
                  ['potential-victim', 'It is happening to me'],
                  ['family-or-friend', 'I am family or a friend'],
                ] as const)
              : []),
            ['community-member', 'I am a passer-by, neighbour, guest or customer'],
            ['transport-worker', 'I work in transport'],
            ['service-provider', 'I work for a service that helps people'],
            ['other-professional', 'I noticed it in another job'],
          ]}
        />
        <TextArea
          name="doNotTell"
          label="Is there anyone, including police, we should not tell?"
          rows={2}
          maxLength={2000}
          value={one('doNotTell')}
        />
        {own ? <Consent chosen={kept['releases'] ?? []} /> : null}
        <fieldset>
          <legend>May we write to you? (skip if it is not safe)</legend>
          <p className="hint">
            We only send “You have a message”. If someone checks your phone, leave this empty and use your
            code.
          </p>
          <TextField
            name="safePhone"
            label="A phone number that is safe for texts"
            maxLength={20}
            value={one('safePhone')}
            error={
              actionData?.problem.code === 'safe-contact-unusable' ? actionData.problem.title : undefined
            }
          />
        </fieldset>
        <div className="actions">
          <Button>Send</Button>
        </div>
        <p className="hint">
          A trained person reads it. We may ask you something back; you see it with your code.
        </p>
      </form>
    </Paper>
  );
}

function Consent({ chosen }: { chosen: readonly string[] }) {
  return (
    <fieldset>
      <legend>Whom may we tell? Only you decide.</legend>
      <p>
        We keep this private, except: immediate danger, a child, a court order. You can say no and still get
        help. You can stop this later; we cannot take back what was already told. Only the person it happens
        to can choose here.
      </p>
      {recipients.map(({ recipient, question }) => (
        <label className="choice" key={recipient}>
          <input
            type="checkbox"
            name="releases"
            value={recipient}
            defaultChecked={chosen.includes(recipient)}
          />
          <span>{question}</span>
        </label>
      ))}
    </fieldset>
  );
}
