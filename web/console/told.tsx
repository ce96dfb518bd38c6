/** Who was told of a response, and what they know by now. */
import type { Services } from '../../src/main/serving/services.ts';
import { Section } from './section.tsx';
import { useTimes } from './times.tsx';

type Seen = Awaited<ReturnType<Services['response']>>;

/** What they know by now: not what they may learn. A page shows area and time until it is accepted. */
const learned = (told: Seen['disclosures'][number]): string =>
  told.shownAt
    ? told.items.join(', ')
    : told.openedAt
      ? 'opened the page: area and time only'
      : told.deliveredAt
        ? 'reached, not opened'
        : 'nothing opened yet';

export function Told({ disclosures, signalId }: { disclosures: Seen['disclosures']; signalId: string }) {
  const times = useTimes();
  return (
    <Section id="told" title="Who was told, and why">
      {disclosures.length === 0 ? <p className="hint">Nobody has been told anything.</p> : null}
      <p>
        <a href={`/console/signals/${signalId}/known`}>Word for word, and who was not told</a>
      </p>
      <ul className="plain">
        {disclosures.map((told) => (
          <li key={told.id} className="entry">
            <div>
              <strong>{told.organizationName}</strong>: {learned(told)}
              {told.shownAt ? <> at {times.at(told.shownAt)}</> : null}
              <span className="hint">
                {told.shownAt ? '' : `If they accept: ${told.items.join(', ')}. `}
                Basis: {told.basis.replaceAll('-', ' ')}, since <time>{times.at(told.at)}</time>
                {told.revokedAt ? `, revoked ${times.at(told.revokedAt)}` : ''}.
              </span>
            </div>
          </li>
        ))}
      </ul>
    </Section>
  );
}
