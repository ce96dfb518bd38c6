/** How somebody wants to be reached, for staff: the word by which they are known first, since a call begins with it. */
import type { ContactWishes } from '../../src/signals/core/index.ts';

const days = { any: 'any day', weekdays: 'Monday to Friday', weekends: 'Saturday and Sunday' } as const;
const hours = {
  morning: '6 to 12',
  afternoon: '12 to 18',
  evening: '18 to 22',
  night: '22 to 6',
} as const;
const calls = {
  no: 'no call',
  yes: 'a call, but no message left',
  'leave-message': 'a call; a message says only “Please call back” and our number',
} as const;

/** Name and value of each answer, in the order in which they matter to whoever calls. */
export const wishPairs = (wishes: ContactWishes): readonly (readonly [string, string])[] => {
  const { codeWord, days: on, times = [], timesWords, whoElse } = wishes;
  const when = [on ? days[on] : '', times.map((time) => hours[time]).join(', ')].filter(Boolean).join(', ');
  return [
    ['Ask first for the word', codeWord],
    ['Safe times', when],
    ['Safe times, in their words', timesWords],
    ['Calls', wishes.calls ? calls[wishes.calls] : undefined],
    ['Who else may pick up', whoElse],
  ].flatMap(([name, value]) => (name && value ? [[name, value] as const] : []));
};

export function WishRows({ wishes }: { wishes: ContactWishes }) {
  return (
    <dl className="pairs">
      {wishPairs(wishes).map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className="as-written">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
