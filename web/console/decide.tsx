/**
 * The decision about a report: asking everyone to be there, or passing it on as information. Two buttons of the same size and
 * colour, because neither is the better one; and afterwards what was passed on, to whom and by whom.
 */
import type { StaffMember } from '../../src/identity/index.ts';
import type { PassedOn, PlanView } from '../../src/responses/index.ts';
import { Button, Choose, TextArea } from '../ui/forms.tsx';
import type { SentForm } from './kept.ts';
import { useTimes } from './times.tsx';

export function Decide({
  everyone,
  me,
  to,
  plan,
  passedOn,
  sent,
  next,
  appearance,
}: {
  everyone: readonly StaffMember[];
  me: { id: string };
  to: string;
  /** Null when there is none: the server then says in words what is missing. */
  plan: PlanView | null;
  passedOn: readonly PassedOn[];
  sent: SentForm;
  next: boolean;
  /** As it was reported: shown beside the field and never put into it, since nobody has read it for names. */
  appearance: string | null;
}) {
  const leads = plan?.roles.find(({ role }) => role === 'local-law-enforcement')?.candidates ?? [];
  return (
    <form method="post" action={`${to}#decision`}>
      <TextArea
        {...sent.field('reason')}
        label="Reason, in words"
        hint="Needed for either button."
        rows={2}
      />
      <Choose
        name="secondStaffId"
        label="Confirmed with"
        hint="A supervisor, unless there is danger now. Not needed for information."
        value={sent.one('secondStaffId') ?? ''}
        error={sent.wrong('secondStaffId')}
        options={[
          ['', 'Nobody yet'],
          ...everyone
            .filter((member) => member.id !== me.id && member.role === 'supervisor')
            .map((member) => [member.id, member.name] as const),
        ]}
      />
      <TextArea
        {...sent.field('description')}
        label="What they may read of the person"
        hint="After accepting only. Clothing, bags, seat, in your words: no name, no origin, no religion. Leave it empty and nothing is told."
        rows={2}
      />
      {appearance ? (
        <p className="hint">
          As reported: <q>{appearance}</q> Write it in your own words, without names.
        </p>
      ) : null}
      {leads.length ? (
        <Choose
          name="leadOrganizationId"
          label="Lead agency"
          value={sent.one('leadOrganizationId') ?? ''}
          options={[
            ['', `The first of the plan: ${leads[0]?.organizationName}`],
            ...leads.map((lead) => [lead.organizationId, lead.organizationName] as const),
          ]}
        />
      ) : null}
      <div className="actions equal">
        <Button quiet={!next} name="do" value="confirm">
          Ask them to be there
        </Button>
        <Button quiet={!next} name="do" value={passedOn.length ? 'pass-on-again' : 'pass-on'}>
          {passedOn.length ? 'Pass on again, no response' : 'Pass on as information, no response'}
        </Button>
      </div>
      <p className="hint">The agency decides whether to send, whom, and how.</p>
    </form>
  );
}

/** What was passed on as information, said where nobody can miss it, so that nobody does it twice unknowingly. */
export function PassedOnNote({ passedOn }: { passedOn: readonly PassedOn[] }) {
  const times = useTimes();
  if (passedOn.length === 0) return null;
  return (
    <section className="note note--good" aria-label="Passed on">
      <p>
        <strong>Passed on as information. No response was asked for then.</strong>
      </p>
      <ul>
        {passedOn.map((told) => (
          <li key={`${String(told.at)} ${told.organizationName}`}>
            {told.organizationName}, {times.at(told.at)}, by {told.by}: {told.reason}
            {told.revokedAt ? ' (revoked)' : ''}
          </li>
        ))}
      </ul>
    </section>
  );
}
