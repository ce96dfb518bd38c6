/** The meeting plan: who can be in place where, how likely, and who was left out and why. */

import { Button } from '../ui/forms.tsx';
import { Bar } from '../ui/pieces.tsx';
import { clockTime, percent } from '../ui/words.ts';

interface PlanShape {
  readonly headline: string;
  readonly words: readonly string[];
  readonly probability: number;
  readonly stops: readonly {
    readonly stopId: string;
    readonly name: string;
    readonly arrivalWords: string;
    readonly leaves: number;
    readonly ready: number;
    readonly isMeetingPoint: boolean;
  }[];
  readonly roles: readonly {
    readonly role: string;
    readonly name: string;
    readonly required: boolean;
    readonly candidates: readonly {
      readonly organizationId: string;
      readonly organizationName: string;
      readonly probability: number | null;
      readonly notifyBy: Date | string | null;
      readonly reason: string;
    }[];
    readonly excluded: readonly {
      readonly organizationId: string;
      readonly organizationName: string;
      readonly reason: string;
    }[];
  }[];
  readonly requiresBoarding: { readonly stopName: string; readonly words: string } | null;
}

export function Plan({ plan, to }: { plan: PlanShape; to?: string }) {
  return (
    <>
      <p>
        <strong>{plan.headline}</strong>
      </p>
      {plan.words.map((words) => (
        <p key={words}>{words}</p>
      ))}
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
                <td>{stop.arrivalWords}</td>
                <td>{percent(stop.leaves)}</td>
                <td>
                  <Bar share={stop.ready} label={`All in place at ${stop.name}`} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {plan.roles.map((role) => (
        <section key={role.role}>
          <h3>
            {role.name}
            {role.required ? '' : ' (if they can)'}
          </h3>
          {role.candidates.length === 0 ? <p>Nobody answers for this place. A supervisor is asked.</p> : null}
          <ol>
            {role.candidates.map((candidate) => (
              <li key={candidate.organizationId}>
                {candidate.organizationName}
                {candidate.probability === null ? '' : `: ${percent(candidate.probability)}`}
                {candidate.notifyBy ? `, ask by ${clockTime(candidate.notifyBy)}` : ''}
                <span className="hint">{candidate.reason}</span>
                {to ? (
                  <details>
                    <summary>Must not be told</summary>
                    <form method="post" action={to}>
                      <input type="hidden" name="organizationId" value={candidate.organizationId} />
                      <label className="hint" htmlFor={`why-${role.role}-${candidate.organizationId}`}>
                        Why
                      </label>
                      <input
                        className="input"
                        id={`why-${role.role}-${candidate.organizationId}`}
                        name="reason"
                        maxLength={500}
                      />
                      <Button quiet name="do" value="do-not-tell">
                        Put on the do-not-tell list
                      </Button>
                    </form>
                  </details>
                ) : null}
              </li>
            ))}
          </ol>
          {role.excluded.map((left) => (
            <p key={left.organizationId} className="hint">
              Not asked: {left.organizationName}. {left.reason}
            </p>
          ))}
        </section>
      ))}
      {plan.requiresBoarding ? <p className="note note--danger">{plan.requiresBoarding.words}</p> : null}
    </>
  );
}
