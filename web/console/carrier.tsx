/**
 * Telling the carrier: by the lead agency's decision, in two steps, with what it learns read back before it leaves. Never
 * through the crew that reported.
 */
import type { ResponseView } from '../../src/responses/index.ts';
import { Button, Choose, TextField } from '../ui/forms.tsx';
import { Panel } from '../ui/pieces.tsx';
import { clockTime, roleStateWords } from '../ui/words.ts';

export interface CarrierChoice {
  readonly organizationId: string;
  readonly name: string;
}

/** What the first step was filled in with; shown to be confirmed. */
export interface CarrierDraft extends CarrierChoice {
  readonly decision: string;
}

const coming = ['acknowledged', 'en-route', 'staged'];

export function Carrier({
  response,
  carriers,
  draft,
  kept,
  to,
  id = 'carrier',
}: {
  response: ResponseView;
  carriers: readonly CarrierChoice[];
  draft: CarrierDraft | undefined;
  kept: string | undefined;
  to: string;
  id?: string;
}) {
  const told = response.roles.find(({ role }) => role === 'carrier-operations');
  const lead = response.roles.find((role) => role.lead);
  const decided = Boolean(lead && coming.includes(lead.state));
  return (
    <Panel title="Carrier" id={id}>
      {told && told.asked.length > 0 ? (
        <p className="note note--good">
          <strong>{told.asked.at(-1)?.organizationName ?? 'The carrier'}</strong> was told by the lead’s
          decision: {roleStateWords[told.state]} since <time>{clockTime(told.stateAt)}</time>.
        </p>
      ) : null}
      {response.state !== 'open' ? (
        told ? null : (
          <p>The carrier was not told.</p>
        )
      ) : !decided ? (
        <p>
          Only the lead agency decides whether the carrier is told, and none has accepted yet. Do not call the
          carrier, and never the crew.
        </p>
      ) : carriers.length === 0 ? (
        <p>No carrier is known for this place or trip.</p>
      ) : draft ? (
        <Confirming draft={draft} response={response} to={to} />
      ) : (
        <details open={kept !== undefined}>
          <summary>
            {told ? 'The lead decided to tell another' : 'The lead decided to tell the carrier'}
          </summary>
          <form method="post" action={`${to}#carrier`}>
            <Choose
              name="organizationId"
              label="Which carrier"
              options={carriers.map((carrier) => [carrier.organizationId, carrier.name] as const)}
            />
            <TextField
              name="decision"
              label={`Who at ${response.leadOrganizationName ?? 'the lead agency'} decided, and why`}
              hint="For example: Desk sergeant: hold the doors until they are on the platform."
              maxLength={1000}
              required
              value={kept}
            />
            <Button quiet name="do" value="carrier-read-back">
              Read it back first
            </Button>
          </form>
        </details>
      )}
    </Panel>
  );
}

function Confirming({ draft, response, to }: { draft: CarrierDraft; response: ResponseView; to: string }) {
  const rows = [
    ['Train or bus', response.plan.vehicle ?? 'as linked'],
    ['Stop', `${response.meetingPoint.name}, ${response.meetingPoint.arrivalWords}`],
    ['And', 'Police attending.'],
  ] as const;
  return (
    <form method="post" action={`${to}#carrier`} className="note" aria-label="Confirm telling the carrier">
      <p>
        <strong>{draft.name}</strong> will learn this and no more:
      </p>
      <dl className="pairs">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p>
        Nothing about the person, the report or whoever reported. Their operations centre is paged, never the
        crew. Decided by {response.leadOrganizationName ?? 'the lead agency'}: “{draft.decision}”
      </p>
      <input type="hidden" name="organizationId" value={draft.organizationId} />
      <input type="hidden" name="decision" value={draft.decision} />
      <div className="actions">
        <Button name="do" value="carrier">
          Tell the carrier
        </Button>
        <a className="usa-button usa-button--outline" href={to}>
          Not now
        </a>
      </div>
    </form>
  );
}
