/** The meeting plan, explained: the journey as a line, whom each role is asked first and then, who was left out and why. */

import type { PlanRole, PlanView } from '../../src/responses/index.ts';
import type { RunningTrip } from '../../src/transit/index.ts';
import { LineStrip, type StripStop } from '../ui/line-strip.tsx';
import { Bar } from '../ui/pieces.tsx';
import { percent } from '../ui/words.ts';
import { in24Hours, useTimes } from './times.tsx';

type Plan = PlanView;
type Candidate = PlanRole['candidates'][number];

export function PlanPanel({
  plan,
  trip,
  county,
}: {
  plan: Plan;
  trip?: RunningTrip | null;
  /** Of the meeting point, as people write it. */
  county: string | null;
}) {
  // Who was left out stands below, once for each reason.
  const words = plan.words.filter((sentence) => !sentence.startsWith('Not asked: '));
  return (
    <>
      <p>
        <strong>{in24Hours(plan.headline)}</strong>
      </p>
      <p className="hint">The chances rest on default assumptions, not yet on measured times.</p>
      {words.map((sentence) => (
        <p key={sentence}>{in24Hours(sentence)}</p>
      ))}
      <Journey plan={plan} trip={trip ?? null} />
      <details>
        <summary>The stops as a table</summary>
        <StopsTable plan={plan} />
      </details>
      {plan.roles.map((role) => (
        <RoleLines key={role.role} role={role} county={county} />
      ))}
      <LeftOut roles={plan.roles} />
      {plan.requiresBoarding ? (
        <p className="note note--danger">{in24Hours(plan.requiresBoarding.words)}</p>
      ) : null}
    </>
  );
}

/** The journey; a place that does not move is one filled stop. @param notes who is expected at the meeting point */
export function Journey({
  plan,
  trip,
  notes,
}: {
  plan: Plan;
  trip: RunningTrip | null;
  notes?: readonly React.ReactNode[];
}) {
  const times = useTimes();
  const now = times.now?.getTime() ?? new Date(plan.drawnAt).getTime();
  const known = new Set(plan.stops.map(({ stopId }) => stopId));
  const behind = (trip?.stops ?? []).filter(({ stopId }) => !known.has(stopId));
  const stops: StripStop[] = [
    ...behind.map((stop) => ({
      id: stop.stopId,
      name: stop.name,
      arrival: times.at(stop.arrivalAt),
      passed: true,
      meeting: false,
    })),
    ...plan.stops.map((stop) => ({
      id: stop.stopId,
      name: stop.name,
      arrival: stop.arrivalAt ? times.at(stop.arrivalAt) : 'now, at a fixed place',
      passed: !stop.isMeetingPoint && stop.arrivalAt !== null && new Date(stop.arrivalAt).getTime() <= now,
      meeting: stop.isMeetingPoint,
      chance: percent(stop.ready),
      ...(stop.isMeetingPoint && notes ? { notes } : {}),
    })),
  ];
  const next = stops.find(({ passed }) => !passed);
  const meets = stops.find(({ meeting }) => meeting);
  const there = plan.stops.every(
    ({ arrivalAt, isMeetingPoint }) =>
      !isMeetingPoint || (arrivalAt !== null && new Date(arrivalAt).getTime() <= now),
  );
  return (
    <LineStrip
      label={`The journey. ${next ? `Next stop ${next.name}, ${next.arrival}. ` : ''}${meets ? `Meeting point ${meets.name}, ${meets.arrival}.` : ''}`}
      stops={stops}
      here={plan.kind === 'trip' && !there ? 'Here now' : null}
    />
  );
}

function StopsTable({ plan }: { plan: Plan }) {
  const times = useTimes();
  return (
    <div className="wide">
      <table>
        <thead>
          <tr>
            <th scope="col">Stop</th>
            <th scope="col">Arrives</th>
            <th scope="col">Gets off here</th>
            <th scope="col">All in place</th>
          </tr>
        </thead>
        <tbody>
          {plan.stops.map((stop) => (
            <tr key={stop.stopId}>
              <th scope="row">
                {stop.isMeetingPoint ? '● ' : ''}
                {stop.name}
              </th>
              <td>{stop.arrivalAt ? times.at(stop.arrivalAt) : 'now'}</td>
              <td>{percent(stop.leaves)}</td>
              <td>
                <Bar share={stop.ready} label={`All in place at ${stop.name}`} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const chance = ({ probability }: Candidate): string =>
  probability === null ? 'chance not known' : percent(probability);

function RoleLines({ role, county }: { role: PlanRole; county: string | null }) {
  const times = useTimes();
  const tooLate = ({ notifyBy }: Candidate) =>
    notifyBy !== null && times.now !== undefined && new Date(notifyBy) <= times.now;
  // As written, so that who is asked and who is only shown agree with what confirming does.
  const [first, ...rest] = role.candidates;
  return (
    <section className="role">
      <h3>
        <span className="name">{role.name}</span>
        {role.required ? '' : ' (if they can)'}
      </h3>
      {first ? (
        <>
          <p>
            Asked first: <strong>{first.organizationName}</strong> ({chance(first)}
            {first.countedOn ? ', counted on' : ''}
            {tooLate(first) ? ', later than is safe' : ''}).
            {rest.length
              ? ` If no answer: ${rest.map(({ organizationName }) => organizationName).join(', ')}.`
              : ' Nobody else can be asked after them.'}
          </p>
          <details>
            <summary>
              By when and why<span className="unseen"> for {role.name}</span>
            </summary>
            <ol>
              {role.candidates.map((candidate) => (
                <li key={candidate.organizationId} className={tooLate(candidate) ? 'late' : undefined}>
                  {candidate.organizationName}: {chance(candidate)}
                  {candidate.countedOn ? ', counted on' : ''}
                  {candidate.notifyBy
                    ? tooLate(candidate)
                      ? ', too late to ask by now'
                      : `, ask by ${times.at(candidate.notifyBy)}`
                    : ''}
                  <span className="hint">{rightHere(candidate.reason, county)}</span>
                </li>
              ))}
            </ol>
          </details>
        </>
      ) : role.excluded.length ? (
        <p>
          <strong>Nobody can be asked.</strong> All {role.excluded.length} who answer here are left out: see
          below.{role.required ? ' Bring the supervisor in.' : ''}
        </p>
      ) : (
        <p>
          <strong>Nobody answers for this place.</strong>
          {role.required ? ' A supervisor is asked.' : ''}
        </p>
      )}
    </section>
  );
}

/** The reason of a right to act names the place it rests on; when that is another county on the way, it says that and no more. */
function rightHere(reason: string, county: string | null): string {
  if (!county || !/ (County|Parish|city), /.test(reason) || reason.includes(county)) return reason;
  return `Has a right to act in ${county} too.`;
}

/** Once for each reason. */
function LeftOut({ roles }: { roles: readonly PlanRole[] }) {
  const groups = Map.groupBy(
    roles.flatMap(({ excluded }) => excluded),
    ({ reason }) => reason,
  );
  if (groups.size === 0) return null;
  return (
    <section className="role">
      <h3>Not asked</h3>
      {[...groups].map(([reason, group]) => (
        <p key={reason}>
          {[...new Set(group.map(({ organizationName }) => organizationName))].join(', ')}
          <span className="hint">
            {group.length > 1 ? 'Same reason: ' : ''}
            {reason}
          </span>
        </p>
      ))}
    </section>
  );
}
